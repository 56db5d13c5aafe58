"""Pictures of pages to lines and ruled tables, with every reading that a picture allows."""
