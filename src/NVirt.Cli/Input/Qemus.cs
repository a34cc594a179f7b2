using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu;
using NVirt.Qemu.Cache;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.Probing;
using NVirt.Xml;

namespace NVirt.Cli.Input;

/// <summary>QEMU binaries and recordings.</summary>
internal static class Qemus
{
    /// <summary>The usual binary for an architecture; for none, this machine's.</summary>
    public static string BinaryFor(CpuArchitecture arch) =>
        QemuArchitectures.BinaryName(QemuArchitectures.BinaryFor(arch == CpuArchitecture.None ? CpuArchitectures.Host : arch));

    /// <summary>What a binary can: from the cache, or asked.</summary>
    public static QemuCapabilities Ask(Session session, string binary) =>
        Try(session, token => new QemuCache().GetAsync(binary, map: session.Map, cancellation: token));

    /// <summary>What a binary answers, asked now.</summary>
    public static string Record(Session session, string binary) =>
        Try(session, token => QemuRecorder.RecordAsync(binary, cancellation: token));

    /// <summary>What a recording says.</summary>
    public static QemuCapabilities Read(Session session, string file) =>
        QemuCapabilities.Parse(Files.ReadText(file), Files.Name(file), session.Map);

    /// <summary>
    /// What the QEMU of a domain can: of a recording, or of a binary: that of the option, the domain's, or the usual one.
    /// </summary>
    /// <exception cref="CliException">Both options are given, or the binary cannot be asked.</exception>
    public static QemuCapabilities Read(Session session, string? binary, string? recording, DomainDefinition domain) =>
        (binary, recording) switch
        {
            (null, not null) => Read(session, recording),
            (_, null) => Ask(session, binary ?? domain.Devices.Emulator ?? BinaryFor(domain.Os.Arch)),
            _ => throw new CliException(Messages.Error_EmulatorAndRecording, kind: CliErrorKind.Usage),
        };

    /// <summary>The host of a QEMU: that of a file, or this machine; of a recording it is not known.</summary>
    public static QemuHost Host(Session session, string? file, string? recording, CpuArchitecture arch)
    {
        if (file is null)
        {
            return recording is null ? QemuHost.ThisMachine(session.Map) : QemuHost.Unknown(arch);
        }

        // A definition without an architecture is that of a guest, which runs here.
        CpuSource cpu = Inputs.RequireHost(Inputs.Cpu(session, file));
        return QemuHost.Of(cpu, cpu.Arch == CpuArchitecture.None ? arch : CpuArchitecture.None, session.Map);
    }

    /// <summary>Waits for something that is done with a binary.</summary>
    /// <exception cref="CliException">It cannot be asked.</exception>
    public static T Try<T>(Session session, Func<CancellationToken, Task<T>> action)
    {
        try
        {
            return session.Interruption.Run(action);
        }
        catch (Exception e) when (e is QemuException or NVirt.Qemu.Qmp.QmpException)
        {
            throw new CliException(Text.OnOneLine(e.Message));
        }
    }
}
