using System.Text;
using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu;
using NVirt.Qemu.Cache;
using NVirt.Qemu.Capabilities;

namespace NVirt.Cli.Input;

/// <summary>The QEMU of a command: a binary, which is asked, or a recording of one.</summary>
internal static class Emulators
{
    /// <summary>What it can do.</summary>
    /// <param name="session">The run.</param>
    /// <param name="binary">The binary of <c>--emulator</c>; otherwise the domain's, or the usual one of its architecture.</param>
    /// <param name="recording">The file of <c>--qmp</c>.</param>
    /// <param name="domain">The domain.</param>
    /// <exception cref="CliException">Both are given, or the binary can not be asked.</exception>
    public static QemuCapabilities Read(Session session, string? binary, string? recording, DomainDefinition domain)
    {
        if (recording is not null)
        {
            return binary is null
                ? QemuCapabilities.Parse(Encoding.UTF8.GetString(Files.Read(recording)), Files.Name(recording), session.Map)
                : throw new CliException(Messages.Error_EmulatorTwice);
        }

        CpuArchitecture arch = domain.Os.Arch == CpuArchitecture.None ? CpuArchitectures.Host : domain.Os.Arch;
        binary ??= domain.Devices.Emulator ?? QemuArchitectures.BinaryName(QemuArchitectures.BinaryFor(arch));
        try
        {
            return new QemuCache().GetAsync(binary, map: session.Map).GetAwaiter().GetResult();
        }
        catch (QemuException e)
        {
            throw new CliException(e.Message);
        }
    }
}
