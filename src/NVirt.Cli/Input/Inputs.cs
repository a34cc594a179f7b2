using System.Text;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Qemu.HostModels;

namespace NVirt.Cli.Input;

/// <summary>What the commands are given: CPUs, hosts and lists of models, from whatever form they come in.</summary>
internal static class Inputs
{
    /// <summary>Every CPU of a file, in order; raw data is decoded to a host.</summary>
    public static IReadOnlyList<CpuSource> Cpus(Session session, string file) =>
        CpuReader.Read(Files.Read(file), Files.Name(file), session.Map);

    /// <summary>The one CPU of a file.</summary>
    public static CpuSource Cpu(Session session, string file)
    {
        IReadOnlyList<CpuSource> cpus = Cpus(session, file);
        return cpus.Count == 1 ? cpus[0] : throw new CliException(Text.Of(Messages.Error_OneCpu, Files.Name(file), cpus.Count));
    }

    /// <summary>The host of a file, or this machine.</summary>
    public static CpuSource Host(Session session, string? file)
    {
        if (file is not null)
        {
            return Cpu(session, file);
        }

        return CpuSource.Of(HostCpu.Read(session.Map));
    }

    /// <summary>The host of a QEMU: that of a file, or this machine; of a recording it is not known.</summary>
    public static QemuHost QemuHost(Session session, string? file, string? recording, CpuArchitecture arch)
    {
        if (file is null)
        {
            return recording is null ? Qemu.HostModels.QemuHost.ThisMachine(session.Map) : Qemu.HostModels.QemuHost.Unknown(arch);
        }

        // A definition without an architecture is that of a guest, which runs here.
        CpuSource cpu = Cpu(session, file);
        return Qemu.HostModels.QemuHost.Of(cpu, cpu.Definition.Arch == CpuArchitecture.None ? arch : CpuArchitecture.None, session.Map);
    }

    /// <summary>The raw data of a file.</summary>
    public static CpuData Data(Session session, string file) => Cpu(session, file).Data
        ?? throw new CliException(Text.Of(Messages.Error_NotRaw, Files.Name(file)));

    /// <summary>The list of <c>--models</c> or <c>--models-from</c>; <see langword="null"/> for all models.</summary>
    public static CpuModelList? Models(Session session, string[]? names, string? file)
    {
        if (file is null)
        {
            return names is { Length: > 0 } ? CpuModelList.Of(names.SelectMany(n => n.Split(',', StringSplitOptions.RemoveEmptyEntries))) : null;
        }

        return QemuReplies.Parse(Encoding.UTF8.GetString(Files.Read(file)), Files.Name(file)).Definitions
            ?? throw new CliException(Text.Of(Messages.Error_NoDefinitions, Files.Name(file)));
    }

    /// <summary>The driver for a guest on a host: the guest's architecture if it names one, else the host's, else x86_64.</summary>
    public static CpuDriver Driver(Session session, CpuDefinition cpu, CpuDefinition? host = null)
    {
        CpuArchitecture arch = host?.Arch is { } of and not CpuArchitecture.None ? of : cpu.Arch;
        return session.Driver(arch == CpuArchitecture.None ? CpuArchitecture.X86_64 : arch);
    }
}
