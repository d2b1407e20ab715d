// Package unsupported has weak values that are not found.
package unsupported

import (
	"strconv"

	zmq "github.com/pebbe/zmq4"
)

// Setters and values that stand in the same row of a table: which value goes
// with which setter is not followed, only that all setters are called.
func Table(s *zmq.Socket) error {
	for _, o := range []struct {
		set   func(int) error
		value int
	}{
		{s.SetRcvhwm, 0},
		{s.SetSndhwm, 100},
	} {
		if err := o.set(o.value); err != nil {
			return err
		}
	}
	return nil
}

// A value that a function of the library computes.
func Computed(s *zmq.Socket) error {
	hwm, err := strconv.Atoi("0")
	if err != nil {
		return err
	}
	return s.SetSndhwm(hwm)
}

// One weak value among several: the call is right for some of its callers.
func Some(a, b *zmq.Socket) error {
	for _, n := range []int{0, 10} {
		if err := a.SetSndhwm(n); err != nil {
			return err
		}
	}
	return nil
}
