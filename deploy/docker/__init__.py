"""What the container image needs beside the code."""
