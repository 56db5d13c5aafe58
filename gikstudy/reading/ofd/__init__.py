"""OFD, the fixed-layout format of Chinese official documents (GB/T 33190): package and pages."""
