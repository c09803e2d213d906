"""govreports: Chinese government reports, crawled, read exactly, kept with every version."""

__version__ = "0.1.0"
