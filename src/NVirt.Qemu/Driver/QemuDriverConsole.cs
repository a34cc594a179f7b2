using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Documents.Devices;
using NVirt.Domains.Driver;
using NVirt.Qemu.CommandLine.Devices;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Driver;

/// <summary>Consoles of guests.</summary>
public sealed partial class QemuDriver : IDomainConsoles
{
    private const string PtyPrefix = "pty:";
    private const string Terminals = "/dev/pts/";

    /// <inheritdoc/>
    public async Task<DomainConsole> OpenConsoleAsync(
        DomainReference domain, string? device = null, CancellationToken cancellation = default)
    {
        FoundDomain found = _finder.Find(domain);
        RunRecord record = found.Run switch
        {
            { Life: RunLife.Running, Record: { } there } => there,
            { Life: RunLife.Foreign } run => throw GuestRecovery.Foreign(run),
            { Life: RunLife.Running } => throw NoDocument(found),
            _ => throw DomainException.NotRunning(found.Name),
        };
        (string name, CharacterDevice character) = Choose(record, device);
        string type = character.Backend.Type;
        string path = type switch
        {
            "pty" => await PtyOfAsync(record, "char" + name, cancellation),
            "unix" or "file" when character.Backend.Sources is [{ Path: { } source }, ..] => source,
            _ => throw new DomainException(DomainErrorKind.NoSupport, Text.Of(Messages.Console_Type, name, type, "pty, unix, file")),
        };
        DomainLock taken = _folder.TryLock($"{found.Uuid}-{name}", "console")
            ?? throw new DomainException(DomainErrorKind.Busy, Text.Of(Messages.Console_Busy, name, found.Name));
        try
        {
            (Stream output, Stream? input) = await ConnectAsync(type, path, record.Process, cancellation);
            return new DomainConsole(name, type, path, output, input, taken);
        }
        catch (Exception e)
        {
            taken.Dispose();
            throw e is IOException or SocketException or UnauthorizedAccessException
                ? new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Console_NotOpened, path, e.Message), e)
                : e;
        }
    }

    private static (string Name, CharacterDevice Device) Choose(RunRecord record, string? wanted)
    {
        List<DomainDevice> devices = [.. record.Document.Definition.Devices.All];
        ImpliedDevices.JoinConsole(devices);
        (string Name, CharacterDevice Device)[] all = [.. Named("serial"), .. Named("console")];
        if (all.Length == 0)
        {
            throw new DomainException(DomainErrorKind.NoDevice, Text.Of(Messages.Console_None, record.Name));
        }

        return wanted is null ? all[0] : all.FirstOrDefault(d => d.Name == wanted) is { Name: not null } chosen
            ? chosen
            : throw new DomainException(DomainErrorKind.NoDevice,
            Text.Of(Messages.Console_NoDevice, record.Name, wanted, string.Join(", ", all.Select(d => d.Name))));

        IEnumerable<(string, CharacterDevice)> Named(string kind) => devices.OfType<CharacterDevice>().Where(d => d.Element == kind)
            .Select((d, i) => (DeviceNames.IsUsers(d.Alias) ? d.Alias! : Text.Of("{0}{1}", kind, i), d));
    }

    private async Task<string> PtyOfAsync(RunRecord record, string label, CancellationToken cancellation)
    {
        try
        {
            await using GuestMonitor monitor =
                await GuestMonitor.ConnectAsync(_runs.FilesOf(record.Uuid).Questions, QuestionPatience, cancellation);
            JsonElement backends = await monitor.ExecuteAsync("query-chardev", cancellation: cancellation);
            string? file = JsonText.Items(backends).Where(b => JsonText.StringOf(b, "label") == label)
                .Select(b => JsonText.StringOf(b, "filename")).FirstOrDefault();
            return file?.StartsWith(PtyPrefix, StringComparison.Ordinal) == true && IsTerminal(file[PtyPrefix.Length..])
                ? file[PtyPrefix.Length..]
                : throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Console_NotOpened, label, file ?? "?"));
        }
        catch (QmpException e)
        {
            throw GuestFailure.Translate(e);
        }
    }

    // QEMU may have less rights than we have.
    private static bool IsTerminal(string path) =>
        path.StartsWith(Terminals, StringComparison.Ordinal) && path.AsSpan(Terminals.Length).ContainsAnyExceptInRange('0', '9') is false;

    private static async Task<(Stream Output, Stream? Input)> ConnectAsync(
        string type, string path, ProcessIdentity process, CancellationToken cancellation)
    {
        switch (type)
        {
            case "pty":
                FileStream terminal = new(OpenTerminal(path), FileAccess.ReadWrite, bufferSize: 0);
                return (terminal, terminal);
            case "unix":
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                NetworkStream? stream = null;
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                    stream = new NetworkStream(socket, ownsSocket: true);
                    return (stream, stream);
                }
                finally
                {
                    if (stream is null)
                    {
                        socket.Dispose();
                    }
                }

            default:
                return (new GrowingFile(OpenFile(path), () => process.IsAlive), null);
        }
    }

    private static SafeFileHandle OpenTerminal(string path)
    {
        int file = Kernel.Open(path, Kernel.TerminalOfAnother);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    // Opening a pipe would wait until somebody opens its other end.
    private static SafeFileHandle OpenFile(string path)
    {
        SafeFileHandle file = new(Kernel.Open(path, OpenFlags.Careful), ownsHandle: true);
        if (file.IsInvalid)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }

        if (!FileStatus.Of(file).IsFile)
        {
            file.Dispose();
            throw new IOException(Text.Of(Messages.State_NotAFile, path));
        }

        return file;
    }
}
