"""Chinese government information disclosure reports as a tidy dataset and a study."""
