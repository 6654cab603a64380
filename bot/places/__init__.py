"""Places: the gazetteer, the place names of a text, and which place each of them is.

`Gazetteer` answers what places bear a name; `find_toponyms` finds the names; `resolve` decides between the places of
one name; `GazetteerPlaceFinder` does all three. `building` makes the gazetteer file and is not needed to read it.
"""
