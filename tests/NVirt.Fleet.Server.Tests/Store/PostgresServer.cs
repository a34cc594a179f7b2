using System.Diagnostics;
using System.Globalization;

namespace NVirt.Fleet.Server.Tests.Store;

/// <summary>
/// Debian's PostgreSQL in a folder of its own, with a socket there and no port. It runs as another user if this one is root.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private static readonly string[] AsPostgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"];
    private int _databases;

    public PostgresServer()
    {
        Needs.Package(File.Exists($"{Programs}/initdb"), "PostgreSQL 15 is not installed (Debian package postgresql)");
        Folder = Directory.CreateTempSubdirectory("nvirt-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres:", Folder);
        }

        RunAsUser($"{Programs}/initdb", "-D", Data, "-U", "nvirt", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
        Start();
    }

    public string Folder { get; }

    private string Data => Path.Combine(Folder, "data");

    private string PidFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>The server's own process.</summary>
    public int Pid => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    public void Start()
    {
        const int MostTries = 60;
        for (int tries = 1; ; tries++)
        {
            try
            {
                RunAsUser(
                    $"{Programs}/pg_ctl", "-D", Data, "-w", "-t", "120", "-l", Path.Combine(Folder, "log"),
                    "-o", $"-c listen_addresses='' -c unix_socket_directories='{Folder}'", "start");
                return;
            }
            catch (Xunit.Sdk.XunitException) when (tries < MostTries)
            {
                // What a server that was killed had started may still hold its memory for a moment.
                Thread.Sleep(500);
            }
        }
    }

    public void Stop(string mode) => RunAsUser($"{Programs}/pg_ctl", "-D", Data, "-w", "-m", mode, "stop");

    /// <summary>Ends the server and all that it runs at once, as a loss of power would.</summary>
    public void Kill()
    {
        int pid = Pid;
        Run("kill", "-9", pid.ToString(CultureInfo.InvariantCulture));
        while (Directory.Exists($"/proc/{pid}") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z", StringComparison.Ordinal))
        {
            Thread.Sleep(20);
        }

        // Where nobody waits for the dead, its number would look alive to the next server.
        File.Delete(PidFile);
    }

    /// <summary>Makes a database; the connection string of it.</summary>
    public string NewDatabase()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"fleet{Interlocked.Increment(ref _databases)}");
        Run("createdb", "-h", Folder, "-U", "nvirt", name);
        return Connection(name);
    }

    /// <summary>Makes a database whose rows are in a folder; the connection string of it.</summary>
    public string NewDatabase(string folder)
    {
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres:", folder);
        }

        Run("psql", "-h", Folder, "-U", "nvirt", "-d", "postgres", "-q", "-c", $"CREATE TABLESPACE apart LOCATION '{folder}'");
        Run("createdb", "-h", Folder, "-U", "nvirt", "-D", "apart", "apart");
        return Connection("apart");
    }

    public string Connection(string database) => $"Host={Folder};Username=nvirt;Database={database}";

    /// <summary>Runs a program as the server's user.</summary>
    public void RunAsUser(params string[] command) => Run(Environment.IsPrivilegedProcess ? [.. AsPostgres, .. command] : command);

    /// <summary>Runs a program; what it printed.</summary>
    public static string Run(params string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        // A server that was started keeps the output open: what ends is the program.
        string output = command.Contains("start") ? string.Empty : process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: {(command.Contains("start") ? string.Empty : errors.Result)}");
        return output;
    }

    public void Dispose()
    {
        if (File.Exists(PidFile))
        {
            Stop("immediate");
        }

        Directory.Delete(Folder, recursive: true);
    }
}
