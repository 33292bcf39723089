"""The digits, and how pictures, drawings and files of others become such digits. No screen."""
