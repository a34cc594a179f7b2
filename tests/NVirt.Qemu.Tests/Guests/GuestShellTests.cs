using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Documents;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.Guests;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>The shell that becomes QEMU: what it has, and that it does what it is told as a whole or not at all.</summary>
public sealed class GuestShellTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Output => Path.Combine(_folder.Root, "output");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_has_a_session_of_its_own_and_only_the_files_that_it_is_given()
    {
        Needs.Linux("its descriptors are in /proc");
        using SafeFileHandle file = File.OpenHandle(Output, FileMode.Create, FileAccess.ReadWrite);
        using SafeFileHandle other = File.OpenHandle(Path.Combine(_folder.Root, "other"), FileMode.Create, FileAccess.ReadWrite);
        using GuestShell shell = GuestShell.Start([], [(file, 1), (file, 9)]);
        Assert.Equal(shell.Id, ProcessIdentity.SessionOf(shell.Id));
        string[] names = [.. Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{shell.Id}/fd"))
            .Select(d => new FileInfo(d).LinkTarget ?? string.Empty).Where(t => t.StartsWith(_folder.Root, StringComparison.Ordinal))];
        Assert.Equal([Output, Output], names);
    }

    [Fact]
    public async Task It_ends_by_a_signal_that_this_process_ignores()
    {
        Needs.Linux("the shell is of Linux");
        GuestShell shell = GuestShell.Start(["PATH=/usr/bin:/bin"], []);
        shell.Tell(Encoding.UTF8.GetBytes($"kill -PIPE $$; touch {Output}\n"));
        await Eventually.IsAsync(() => !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{shell.Id}")));
        Assert.False(File.Exists(Output));
        shell.Dispose();
    }

    [Fact]
    public async Task It_ends_when_nothing_more_comes_and_the_kernel_forgets_it()
    {
        Needs.Linux("processes are in /proc");
        GuestShell shell = GuestShell.Start([], []);
        shell.Dispose();
        await Eventually.IsAsync(
            () => !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{shell.Id}")));
        shell.Dispose();
    }

    [Theory]
    [InlineData("{\ntouch OUTPUT\n")]
    [InlineData("{\ntouch OUTPUT; echo 'half")]
    public async Task A_part_of_what_it_is_told_is_not_done(string part)
    {
        Needs.Linux("the shell is of Linux");
        using SafeFileHandle nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        GuestShell shell = GuestShell.Start(["PATH=/usr/bin:/bin"], [(nowhere, 2)]);
        shell.Tell(Encoding.UTF8.GetBytes(part.Replace("OUTPUT", Output, StringComparison.Ordinal)));
        shell.Dispose();
        await Eventually.IsAsync(() => !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{shell.Id}")));
        Assert.False(File.Exists(Output));
    }

    [Fact]
    public async Task Every_argument_arrives_as_it_is()
    {
        Needs.Linux("the shell is of Linux");
        string[] words = ["", "'", "a'b''c", "\"$HOME\" `id` \\", "line\nbreak", "*", "~", "Ā\u0081\u0088é€", "-n", "{", "}"];
        using SafeFileHandle file = File.OpenHandle(Output, FileMode.Create, FileAccess.ReadWrite);
        using GuestShell shell = GuestShell.Start(["PATH=/usr/bin:/bin"], [(file, 1), (file, 8)]);
        shell.Tell(GuestLauncher.Become([], Command("/usr/bin/printf", ["[%s]", .. words]), leashed: null));
        string expected = string.Concat(words.Select(w => $"[{w}]"));
        await Eventually.IsAsync(() => RandomAccess.GetLength(file) >= Encoding.UTF8.GetByteCount(expected));
        Assert.Equal(expected, await File.ReadAllTextAsync(Output, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_variable_comes_with_the_arguments()
    {
        Needs.Linux("the shell is of Linux");
        using SafeFileHandle file = File.OpenHandle(Output, FileMode.Create, FileAccess.ReadWrite);
        using GuestShell shell = GuestShell.Start(["PATH=/usr/bin:/bin"], [(file, 1), (file, 8)]);
        QemuArguments command = Command("/usr/bin/printenv", ["A-VARIABLE"]) with
        {
            Environment = ImmutableSortedDictionary<string, string>.Empty.Add("A-VARIABLE", "it's here"),
        };
        shell.Tell(GuestLauncher.Become([], command, leashed: null));
        await Eventually.IsAsync(() => RandomAccess.GetLength(file) >= "it's here\n".Length);
        Assert.Equal("it's here\n", await File.ReadAllTextAsync(Output, TestContext.Current.CancellationToken));
    }

    private static QemuArguments Command(string program, string[] words) =>
        new() { Emulator = program, Arguments = [.. words], Domain = new DomainDefinition { Type = "qemu" } };
}
