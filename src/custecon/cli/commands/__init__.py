"""The commands about files and about the program itself, a file each; those that answer are in `custecon.analyses`."""
