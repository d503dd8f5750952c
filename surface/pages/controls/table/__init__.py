"""The way from a table of one's own to the data of the scene.

filefield  the field for a file, which the browser reads
opened   what is open: a file or pasted text, read once for each way to read it
guesses  how it was read, each guess with a control that changes it, and what has to be asked
preview  its first rows, its columns with their kinds, and what was left out
choice   which columns are inputs and targets, and what is done about gaps
dialog   all of it, in a dialog
"""
