namespace NVirt.Daemon.Tests.Clients;

/// <summary>A script that stands for ssh, and runs the command on this machine.</summary>
internal static class FakeSsh
{
    /// <summary>What names the program instead of ssh.</summary>
    public const string Variable = "NVIRT_SSH";

    // What nc does with -U and a path.
    private const string Join = """
        #!/usr/bin/env python3
        import os, socket, sys, threading
        if sys.argv[1] == "-h":
            sys.exit()
        s = socket.socket(socket.AF_UNIX)
        s.connect(sys.argv[-1])
        def out():
            while data := s.recv(65536):
                os.write(1, data)
            os._exit(0)
        threading.Thread(target=out).start()
        while data := os.read(0, 65536):
            s.sendall(data)
        os._exit(0)
        """;

    /// <summary>Writes it, and gives its path.</summary>
    public static string Write(TempFolder folder)
    {
        Needs.Program("python3", "python3");
        folder.WriteScript("nc", Join);

        // The last word is the command.
        return folder.WriteScript(
            "ssh", $"#!/bin/sh\nfor last; do :; done\nPATH={folder.Root}:$PATH exec /bin/sh -c \"$last\"\n");
    }
}
