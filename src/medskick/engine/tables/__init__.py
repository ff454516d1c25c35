"""Read and write tables: CSV, XLSX, JSON Lines, Parquet and DOCX in, CSV, XLSX and JSON Lines out."""
