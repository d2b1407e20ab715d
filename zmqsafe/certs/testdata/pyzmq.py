"""What pyzmq does with certificate files, for the tests beside this folder.

  pyzmq.py save DIR NAME PUBLIC SECRET [NAME=VALUE ...]
  pyzmq.py load FILE...    prints for each: public key, secret key
  pyzmq.py dir DIR         prints the public keys in DIR
"""
import sys
import zmq
import zmq.auth

command, args = sys.argv[1], sys.argv[2:]
if command == "save":
    folder, name, public, secret = args[:4]
    zmq.curve_keypair = lambda: (public.encode(), secret.encode())
    zmq.auth.create_certificates(folder, name, dict(a.split("=", 1) for a in args[4:]))
elif command == "load":
    for file in args:
        print(file)
        try:
            for key in zmq.auth.load_certificate(file):
                print((key or b"").decode())
        except (ValueError, IndexError):
            print("refused")
        print()
elif command == "dir":
    for key in sorted(zmq.auth.load_certificates(args[0])):
        print(key.decode())
else:
    sys.exit(2)
