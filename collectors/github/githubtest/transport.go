package githubtest

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
)

// RoundTrip implements http.RoundTripper, so that a test needs no socket.
func (s *Server) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.ServeHTTP(w, r)
	}()
	select {
	case <-done:
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	response := w.Result()
	response.Request = r
	if length := w.Header().Get("Content-Length"); length != "" && length != strconv.Itoa(w.Body.Len()) {
		response.Body = broken{bytes.NewReader(w.Body.Bytes())}
	}
	return response, nil
}

// broken is the body of an answer that breaks off.
type broken struct{ *bytes.Reader }

func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil {
		err = errors.New("unexpected EOF")
	}
	return n, err
}

func (broken) Close() error { return nil }
