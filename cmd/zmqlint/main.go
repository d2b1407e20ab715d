// Command zmqlint finds gaps in the security of programs that use ZeroMQ by way
// of github.com/pebbe/zmq4. See docs/usage.md.
package main

import (
	"context"
	"os"
	"os/signal"

	"github.com/zmqlint/zmqlint/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	os.Exit(cli.Main(ctx, os.Args[1:], cli.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, os.Environ(), dir()))
}

// dir is the working directory by the name that the user knows it by.
func dir() string {
	dir, err := os.Getwd()
	if err != nil {
		return "." // the go command will say what is wrong
	}
	return dir
}
