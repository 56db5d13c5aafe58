"""PDF with a text layer: glyphs, ruled lines, and the tables and lines made of them."""
