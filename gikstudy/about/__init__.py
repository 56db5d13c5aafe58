"""Who made a report, where, when and for whom, each with the cues that say so."""
