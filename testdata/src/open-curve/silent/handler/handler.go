// Package handler answers ZAP requests itself (RFC 27), in its own Context.
package handler

import zmq "github.com/pebbe/zmq4"

type Server struct {
	ctx   *zmq.Context
	known func(key string) bool
}

func (s *Server) authenticate() error {
	zap, err := s.ctx.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	if err := zap.Bind("inproc://zeromq.zap.01"); err != nil {
		return err
	}
	go func() {
		defer zap.Close()
		for {
			req, err := zap.RecvMessage(0)
			if err != nil || len(req) < 7 {
				return
			}
			status := "400"
			if req[5] == "CURVE" && s.known(req[6]) {
				status = "200"
			}
			if _, err := zap.SendMessage(req[0], req[1], status, "", "", ""); err != nil {
				return
			}
		}
	}()
	return nil
}

func (s *Server) Start(secret string) (*zmq.Socket, error) {
	if err := s.authenticate(); err != nil {
		return nil, err
	}
	router, err := s.ctx.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if err := router.ServerAuthCurve("jobs", secret); err != nil {
		return nil, err
	}
	return router, router.Bind("tcp://*:5555")
}
