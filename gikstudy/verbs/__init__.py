"""The public functions, one for each verb of the command.

Each imports its room when it is called, so that `import gikstudy` loads no heavy library. The
rooms do the work; what a verb takes, gives and raises is said here and only here.
"""
