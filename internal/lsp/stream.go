package lsp

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"sync"

	"github.com/sourcegraph/jsonrpc2"
)

// maxMessage bounds what one message may make the server allocate.
const maxMessage = 128 << 20

// stream carries messages with the headers of the protocol. The codec of the
// library gives the connection up at a message that is not JSON, and with it
// what the editor has open; this one answers with an error and reads on.
type stream struct {
	in  *bufio.Reader
	out io.Writer
	mu  sync.Mutex // of out
	end func() error
}

func newStream(in io.Reader, out io.Writer, end func() error) *stream {
	return &stream{in: bufio.NewReader(in), out: out, end: end}
}

// ReadObject reads the next message into v.
func (s *stream) ReadObject(v any) error {
	for {
		body, err := s.readMessage()
		if err != nil {
			return err
		}
		if err = json.Unmarshal(body, v); err == nil {
			return nil
		}
		code := int64(jsonrpc2.CodeInvalidRequest)
		if !json.Valid(body) {
			code = jsonrpc2.CodeParseError
		}
		// The message has no id that could be trusted: the answer is to nobody.
		if err := s.WriteObject(map[string]any{
			"jsonrpc": "2.0", "id": nil, "error": &jsonrpc2.Error{Code: code, Message: err.Error()},
		}); err != nil {
			return err
		}
	}
}

func (s *stream) readMessage() ([]byte, error) {
	header, err := textproto.NewReader(s.in).ReadMIMEHeader()
	if err != nil {
		return nil, err
	}
	length, err := strconv.Atoi(header.Get("Content-Length"))
	switch {
	case err != nil:
		return nil, errors.New("a message without Content-Length")
	case length < 0 || length > maxMessage:
		return nil, fmt.Errorf("a message of %d bytes", length)
	}
	body := make([]byte, length)
	_, err = io.ReadFull(s.in, body)
	return body, err
}

// WriteObject writes a message.
func (s *stream) WriteObject(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err = fmt.Fprintf(s.out, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return err
}

// Close ends the stream.
func (s *stream) Close() error { return s.end() }
