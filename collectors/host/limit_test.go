package host

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// TestALimitedCommandStopsWithItsSession kills the group of a script that runs a command under a deadline: timeout(1)
// must not have taken the command out of it. The command keeps the pipe open for as long as it lives.
func TestALimitedCommandStopsWithItsSession(t *testing.T) {
	if _, err := exec.LookPath("timeout"); err != nil {
		t.Skip("SKIPPED: timeout is not installed")
	}
	frame, err := os.ReadFile("script/10-frame.sh")
	if err != nil {
		t.Fatal(err)
	}
	begin, end := bytes.Index(frame, []byte("\nhas() ")), bytes.Index(frame, []byte("\n# cap BYTES"))
	if begin < 0 || end < begin {
		t.Fatal("the script does not define has and limit where this test looks")
	}
	session := exec.Command("/bin/sh", "-c", string(frame[begin:end])+"\necho ready\nlimit 60 sleep 30")
	session.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := session.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, len("ready\n"))); err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond) // let timeout begin
	if err := syscall.Kill(-session.Process.Pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	closed := make(chan error, 1)
	go func() { _, err := io.ReadAll(out); closed <- err }()
	select {
	case err := <-closed:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the command goes on 10 s after its session was killed")
	}
	if err := session.Wait(); err == nil {
		t.Error("the session ended by itself: the test proves nothing")
	}
}
