"""Exit 0 when the address given answers with success: a container's health check."""

import sys
import urllib.error
import urllib.request


def main(url: str) -> int:
    """0 when `url` answers 2xx within three seconds, else 1."""
    try:
        with urllib.request.urlopen(url, timeout=3) as answer:  # noqa: S310  our own loopback
            return 0 if answer.status < 300 else 1
    except (urllib.error.URLError, TimeoutError):
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
