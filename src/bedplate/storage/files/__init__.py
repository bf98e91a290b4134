"""Files of rows: their bytes in a vault (a directory, or storage that speaks S3), their names in a register beside the rows."""
