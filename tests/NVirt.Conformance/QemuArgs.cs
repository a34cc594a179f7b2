using NVirt.Cpu;
using NVirt.Cpu.Ppc64;
using NVirt.Cpu.Probe;
using NVirt.Domains.Documents;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;

namespace NVirt.Conformance;

/// <summary>The operation qemu-args: <c>-cpu</c> and <c>-smp</c> of a domain.</summary>
internal static class QemuArgs
{
    private static int _written;
    private static int _inOrder;

    /// <summary>How many of the expected CPUs also have their options in libvirt's order.</summary>
    public static string? Order => _written == 0 ? null : $"qemu-args: {_inOrder} of {_written} CPUs have their options in libvirt's order";

    public static string? Run(Case item)
    {
        QemuArguments arguments = Build(item);
        if (item.Expect is not null)
        {
            return $"expected {item.Expect}, got {string.Join(' ', arguments.Arguments)}";
        }

        string? cpu = arguments.ValueOf("-cpu");
        return Cpu(item.Text("expect_cpu_arg"), cpu)
            ?? Value("-smp", item.Text("expect_smp_arg"), arguments.ValueOf("-smp"))
            ?? Value("max-cpu-compat", item.Text("expect_max_cpu_compat"), CompatibilityMode(arguments));
    }

    private static QemuArguments Build(Case item)
    {
        DomainDocument domain = DomainDocument.Parse(item.Read("domain"), item.Text("domain"));
        QemuCapabilities capabilities = QemuCapabilities.Parse(item.Read("qmp"), item.Text("qmp"));
        if (item.Text("host_model_from") == "host")
        {
            capabilities = capabilities with { Slots = [.. capabilities.Slots.Select(s => s with { HostCpu = null })] };
        }

        QemuHost host = item.OptionalCpu("default_host_cpu") is { } cpu
            ? QemuHost.Of(new CpuSource(cpu), capabilities.Arch)
            : QemuHost.Unknown(capabilities.Arch);

        // The cases are about the CPU of domains with any devices.
        return QemuCommandLine.Build(domain, capabilities, host, new QemuCommandLineOptions { HasDevices = false });
    }

    // The model first, then the options in any order.
    private static string? Cpu(string? expected, string? actual)
    {
        string[] wanted = expected?.Split(',') ?? [];
        string[] got = actual?.Split(',') ?? [];
        if (wanted.FirstOrDefault() != got.FirstOrDefault()
            || !wanted.Order(StringComparer.Ordinal).SequenceEqual(got.Order(StringComparer.Ordinal)))
        {
            return $"expected -cpu {expected}, got {actual}; missing {string.Join(' ', wanted.Except(got))}; extra "
                + $"{string.Join(' ', got.Except(wanted))}";
        }

        _written++;
        _inOrder += wanted.SequenceEqual(got) ? 1 : 0;
        return null;
    }

    private static string? Value(string option, string? expected, string? actual) =>
        expected is null || expected == actual ? null : $"expected {option} {expected}, got {actual}";

    private static string? CompatibilityMode(QemuArguments arguments) => arguments.ValueOf("-machine")!.Split(',')
        .Where(o => o.StartsWith("max-cpu-compat=", StringComparison.Ordinal))
        .Select(o => o.Split('=')[1])
        .SingleOrDefault();
}
