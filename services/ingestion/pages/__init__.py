"""Pages for those who bring files and have no programmers: Thai first, without need of scripts."""
