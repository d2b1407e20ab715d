package libzmq

import (
	"os"
	"sync/atomic"
)

var host atomic.Pointer[[]string]

// Host is the environment of the process, or the one that was set.
func Host() Environment {
	if env := host.Load(); env != nil {
		return Environment{Env: *env}
	}
	return Environment{Env: os.Environ()}
}

// Getenv looks a variable up in the environment of the host.
func Getenv(name string) string { return Host().getenv(name) }

// UseEnv sets the environment of the host, for a command that is not given
// that of its process, until restore is called.
func UseEnv(env []string) (restore func()) {
	before := host.Swap(&env)
	return func() { host.Store(before) }
}
