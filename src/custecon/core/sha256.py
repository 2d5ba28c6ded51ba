"""SHA-256 from OpenSSL itself: the module hashlib prints on stderr where that cannot be loaded for want of memory."""

try:
    from _hashlib import openssl_sha256 as sha256
except ModuleNotFoundError:  # a Python that was built without it
    from hashlib import sha256

__all__ = ["sha256"]
