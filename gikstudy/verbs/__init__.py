"""The public functions, one for each verb of the command.

Each verb imports its room when it is called, so that `import gikstudy` loads no heavy library. The
rooms do the work; the arguments, results and errors of a verb are documented here and only here.
"""
