"""The store as files: CSV, JSON Lines, Parquet, XLSX, with a data package that describes them."""
