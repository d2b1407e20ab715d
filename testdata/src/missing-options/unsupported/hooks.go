package unsupported

import zmq "github.com/pebbe/zmq4"

// Hook is set by whoever imports the package.
var (
	Hook func(*Node)
	Tune func(...any)
)

// Node holds a socket that its hooks may configure.
type Node struct{ push *zmq.Socket }

func (n *Node) start() error {
	Hook(n)
	return n.push.Connect("tcp://collector:5570")
}

func (n *Node) hook(f func(*Node)) { f(n) }

// In the function that opens, in a callee, and behind an interface.
func Hooked() error {
	for _, run := range []func() error{hookedStart, hookedCallee, tuned} {
		if err := run(); err != nil {
			return err
		}
	}
	return nil
}

func hookedStart() error {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	n := &Node{s}
	return n.start()
}

func hookedCallee() error {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	n := &Node{s}
	n.hook(Hook)
	return n.push.Connect("tcp://collector:5571")
}

func tuned() error {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	Tune("push", s)
	return s.Connect("tcp://collector:5572")
}
