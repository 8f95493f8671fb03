"""The parts of the tools in this image. Python 3.11, standard library only."""
