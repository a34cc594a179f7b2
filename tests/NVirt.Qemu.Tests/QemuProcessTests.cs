using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Qemu.Qmp;
using NVirt.Testing;

namespace NVirt.Qemu.Tests;

[UnsupportedOSPlatform("windows")]
public class QemuProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Qemu_tells_its_version_and_target()
    {
        await using QemuProcess qemu = await RealQemu.StartAsync();
        JsonElement version = (await qemu.Qmp.ExecuteAsync("query-version", cancellation: Cancellation)).GetProperty("qemu");
        Assert.Equal(qemu.Qmp.Greeting.Version.Major, version.GetProperty("major").GetInt32());
        Assert.Equal("x86_64", (await qemu.Qmp.ExecuteAsync("query-target", cancellation: Cancellation)).GetProperty("arch").GetString());
    }

    [Fact]
    public async Task Qemus_refusal_has_its_class_and_words()
    {
        await using QemuProcess qemu = await RealQemu.StartAsync();
        QmpException e = await Assert.ThrowsAsync<QmpException>(() => qemu.Qmp.ExecuteAsync("no-such-command", cancellation: Cancellation));
        Assert.Equal((QmpErrorKind.Refused, "CommandNotFound", "no-such-command"), (e.Kind, e.ErrorClass, e.Command));
        JsonObject arguments = new() { ["type"] = "full", ["model"] = new JsonObject { ["name"] = "NoSuchModel" } };
        e = await Assert.ThrowsAsync<QmpException>(
            () => qemu.Qmp.ExecuteAsync("query-cpu-model-expansion", arguments, cancellation: Cancellation));
        Assert.Equal("GenericError", e.ErrorClass);
        Assert.Contains("NoSuchModel", e.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Qemus_schema_is_in_the_bound_and_many_commands_may_wait()
    {
        await using QemuProcess qemu = await RealQemu.StartAsync();
        JsonElement[] answers =
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => qemu.Qmp.ExecuteAsync("query-qmp-schema", cancellation: Cancellation)));
        Assert.All(answers, a => Assert.True(a.GetArrayLength() > 100));
    }

    [Fact]
    public async Task Qemus_shutdown_is_an_event_and_then_the_connection_ends()
    {
        await using QemuProcess qemu = await RealQemu.StartAsync();
        await qemu.Qmp.ExecuteAsync("quit", cancellation: Cancellation);
        QmpEvent shutdown = await qemu.Qmp.ReadEventsAsync(Cancellation).FirstAsync(Cancellation);
        Assert.Equal("SHUTDOWN", shutdown.Name);
        Assert.InRange(Assert.NotNull(shutdown.Time), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        QmpException e =
            await Assert.ThrowsAsync<QmpException>(async () => await qemu.Qmp.ReadEventsAsync(Cancellation).FirstAsync(Cancellation));
        Assert.Equal(QmpErrorKind.Closed, e.Kind);
    }

    [Fact]
    public async Task Disposing_leaves_neither_a_process_nor_a_folder()
    {
        string[] before = Folders();
        QemuProcess qemu = await RealQemu.StartAsync();
        int id = qemu.Id;
        Assert.True(Directory.Exists($"/proc/{id}"));
        string folder = Assert.Single(Folders().Except(before), f => CommandLine(id).Contains(f, StringComparison.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        await qemu.DisposeAsync();
        Assert.False(Directory.Exists($"/proc/{id}"));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_qemu_that_refuses_its_arguments_is_quoted()
    {
        QemuProcessOptions options = new() { Accelerators = ["nonesuch"] };
        QemuException e = await Assert.ThrowsAsync<QemuException>(async () =>
        {
            RealQemu.Require();
            await QemuProcess.StartAsync(RealQemu.Binary, options, Cancellation);
        });
        Assert.StartsWith("qemu-system-x86_64 ended with exit code 1 before it could be queried: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("nonesuch", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binary_that_is_not_there_is_named()
    {
        QemuException e =
            await Assert.ThrowsAsync<QemuException>(() => QemuProcess.StartAsync("/nonexistent/qemu", cancellation: Cancellation));
        Assert.StartsWith("/nonexistent/qemu cannot be started: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binary_that_fails_is_quoted_and_its_noise_is_bounded()
    {
        using TempFolder folder = new();
        string binary = Script(folder, "head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 3");
        QemuException e = await Assert.ThrowsAsync<QemuException>(() => QemuProcess.StartAsync(binary, cancellation: Cancellation));
        Assert.StartsWith($"{binary} ended with exit code 3 before it could be queried: xxx", e.Message, StringComparison.Ordinal);
        Assert.InRange(e.Message.Length, 65_536, 66_000);
    }

    [Fact]
    public async Task A_binary_gets_an_environment_of_its_own()
    {
        using TempFolder folder = new();

        // What the shell itself adds is not told.
        string binary = Script(folder, "env | grep -vE '^(PWD|OLDPWD|SHLVL|_)=' | LC_ALL=C sort | tr '\\n' ' ' >&2; exit 3");
        QemuException e = await Assert.ThrowsAsync<QemuException>(() => QemuProcess.StartAsync(binary, cancellation: Cancellation));
        Assert.EndsWith(
            ": HOME=/ LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", e.Message.TrimEnd(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binary_that_never_opens_its_socket_is_killed_in_time()
    {
        using TempFolder folder = new();
        string binary = Script(folder, "echo $$ > \"$(dirname \"$0\")/pid\"; sleep 60; sleep 60");
        QemuProcessOptions options = new() { Timeout = TimeSpan.FromSeconds(1) };
        Stopwatch watch = Stopwatch.StartNew();
        QemuException e = await Assert.ThrowsAsync<QemuException>(() => QemuProcess.StartAsync(binary, options, Cancellation));
        Assert.Equal($"{binary} was started, but could not be queried within 1 s", e.Message);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(20));
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(Path.Combine(folder.Root, "pid")).Trim()}"));
    }

    [Fact]
    public async Task Starting_can_be_cancelled()
    {
        using TempFolder folder = new();
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(300));
        string binary = Script(folder, "sleep 60");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => QemuProcess.StartAsync(binary, cancellation: cancel.Token));
    }

    [Fact]
    public async Task Who_waits_for_our_end_is_in_the_session_of_the_binary_where_a_signal_to_our_group_does_not_reach_it()
    {
        await using QemuProcess qemu = await RealQemu.StartAsync();
        Assert.Equal(2, Directory.GetDirectories("/proc").Count(p => char.IsAsciiDigit(p[^1]) && SessionOf(p) == qemu.Id));
    }

    private static int? SessionOf(string process)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(process, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended.
            return null;
        }
    }

    private static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), "nvirt-qemu-*");

    private static string CommandLine(int process) => File.ReadAllText($"/proc/{process}/cmdline");

    private static string Script(TempFolder folder, string body)
    {
        string path = folder.Write("qemu", $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
