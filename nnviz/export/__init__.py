"""Results for other programs, a module for each kind of file: tables, arrays, pictures, films. No screen."""
