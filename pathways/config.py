"""Where the program finds its files and its settings; a leaf that imports nothing of ours."""
