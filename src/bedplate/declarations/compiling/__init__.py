"""Takes declarations as written, gives parts of the Contract; what is wrong is collected, never raised half way."""
