package reported

import zmq "github.com/pebbe/zmq4"

// Authenticate starts the authenticator for the servers of the package.
func Authenticate(keys map[string][]string) error {
	if err := zmq.AuthStart(); err != nil {
		return err
	}
	for domain, ks := range keys {
		zmq.AuthCurveAdd(domain, ks...)
	}
	return nil
}
