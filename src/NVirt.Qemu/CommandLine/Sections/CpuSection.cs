using NVirt.Cpu;

namespace NVirt.Qemu.CommandLine;

/// <summary><c>-cpu</c> (hypervisors.md 4.4).</summary>
internal static class CpuSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        CpuDefinition? cpu = guest.Domain.Cpu;
        string? head = CpuHead.Of(guest);
        OptionText options = new();
        RequireWords(guest, head, cpu);
        if (cpu is not null)
        {
            CpuOptions.WriteModel(guest, cpu, options);
        }

        TimerOptions.Write(guest.Domain.Clock, options);
        FeatureOptions.WriteParavirtual(guest.Domain.Features, options);
        HyperVOptions.Write(guest, options);
        FeatureOptions.WriteKvm(guest.Domain.Features.Kvm, options);
        FeatureOptions.WritePmu(guest, options);
        if (cpu is not null)
        {
            CpuOptions.WriteFrame(cpu, options);
        }

        if (head is not null || !options.IsEmpty)
        {
            arguments.Add("-cpu", new OptionText(head ?? CpuHead.Default(guest)).Add(options));
        }
    }

    // Where neither models nor features are looked up, any text comes this far.
    private static void RequireWords(QemuGuest guest, string? head, CpuDefinition? cpu)
    {
        string? odd = head is not null && !ValueWords.IsCpuWord(head) ? head
            : cpu?.Features.Where(f => !ValueWords.IsCpuWord(f.Name)).Select(f => f.Name).FirstOrDefault();
        if (odd is not null)
        {
            throw guest.Refuse("cpu", Text.Of(Messages.Args_CpuWord, odd));
        }
    }
}
