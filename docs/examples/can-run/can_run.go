// Which hosts can run a guest: can_run GUEST HOST..., a file for each host.
package main

// #cgo LDFLAGS: -lnvirt
// #include <nvirt.h>
// #include <stdlib.h>
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

func read(path string) *C.nvirt_cpu {
	var cpu *C.nvirt_cpu
	bytes, err := os.ReadFile(path)
	text, name := C.CBytes(bytes), C.CString(path)
	defer C.free(text)
	defer C.free(unsafe.Pointer(name))
	if err != nil || C.nvirt_cpu_read(nil, (*C.char)(text), C.size_t(len(bytes)), name, C.size_t(len(path)), &cpu) != C.NVIRT_OK {
		fmt.Fprintln(os.Stderr, path, "cannot be read")
	}
	return cpu
}

func main() {
	words := []string{"yes", "error", "no", "unknown"}
	guest := read(os.Args[1])
	for _, path := range os.Args[2:] {
		if host := read(path); host != nil {
			fmt.Printf("%s: %s\n", path, words[C.nvirt_cpu_compare(host, guest, nil)])
			C.nvirt_cpu_close(host)
		}
	}
	C.nvirt_cpu_close(guest)
}
