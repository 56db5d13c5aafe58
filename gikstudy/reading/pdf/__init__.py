"""PDF with a text layer: glyphs, ruled lines, and the tables and lines that they make."""
