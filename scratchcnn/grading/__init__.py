"""Grading: from a folder of submissions to a table and a page for each student.

`submissions` reads what was handed in, `programs` takes the answers out of it, `screening` looks at
them before they run, `judging` has each judged in a process that `sandbox` confines and in which
`child` runs, `report` writes what came of it. `mistakes` lists what is commonly got wrong.
"""
