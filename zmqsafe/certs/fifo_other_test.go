//go:build !unix

package certs

import "errors"

func makeFIFO(string) error { return errors.ErrUnsupported }
