"""The controls under the view: the network and its data, the window, the runs."""
