using System.Numerics;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Platforms.Registers;
using NVirt.Xml;

namespace NVirt.Platforms.Firecracker;

/// <summary>Templates, which change the host's CPU bit by bit, and fingerprints, which say what a guest gets (formats.md 15).</summary>
internal static class FirecrackerForms
{
    private static readonly string[] Keys = ["cpuid_modifiers", "msr_modifiers", "reg_modifiers"];

    public static PlatformForm Template { get; } = new(
        "firecracker-template", static t => t.IsJson && Array.Exists(Keys, t.Json.Has), ReadTemplate);

    public static PlatformForm Fingerprint { get; } = PlatformForm.WithKey("firecracker-fingerprint", "guest_cpu_config", ReadFingerprint);

    private static IReadOnlyList<CpuStatement> ReadTemplate(PlatformText text, PlatformReadOptions options)
    {
        FirecrackerConfig config = FirecrackerConfig.Read(text, text.Json);
        StatementBuilder statement = new(
            text, options, StatementSubject.Guest, StatementTruth.Request, ArchOf(config))
        {
            Class = StatementClass.HostPassthrough,
            Line = 1
        };
        foreach ((X86Register register, TemplateBits bits) in config.Cpuid)
        {
            Take(statement, register, bits);
        }

        foreach ((uint index, TemplateBits bits) in config.Msrs)
        {
            Take(statement, new X86Register(true, index, 0, RegisterName.Eax), new TemplateBits((uint)bits.Ones, (uint)bits.Zeros));
            Take(statement, new X86Register(true, index, 0, RegisterName.Edx), new TemplateBits(bits.Ones >> 32, bits.Zeros >> 32));
        }

        foreach (string other in config.ArmRegisters.Concat(config.Capabilities))
        {
            statement.AddForeign(other);
        }

        statement.ApplyPolicies();
        return [statement.Build(Template.Id)];
    }

    // A bit that the map knows becomes a policy: 1 whatever the host has, or 0.
    private static void Take(StatementBuilder statement, X86Register register, TemplateBits bits)
    {
        int number = -1;
        foreach ((int index, X86Register known) in statement.Space.Registers)
        {
            if (known == register)
            {
                number = index;
                break;
            }
        }

        for (ulong left = bits.Ones | bits.Zeros; left != 0; left &= left - 1)
        {
            int bit = BitOperations.TrailingZeroCount(left);
            bool isSet = (bits.Ones >> bit & 1) != 0;
            FeatureSet one = default;
            if (number >= 0)
            {
                statement.Space.Map.X86.AddFeatures(ref one, number, 1u << bit);
            }

            if (one.IsEmpty)
            {
                statement.AddForeign((isSet ? "+" : "-") + BitPlace.Of(register, bit));
            }

            foreach (int feature in one)
            {
                statement.AddPolicy(statement.Space.Name(feature), isSet ? CpuPolicy.Force : CpuPolicy.Disable);
            }
        }
    }

    private static IReadOnlyList<CpuStatement> ReadFingerprint(PlatformText text, PlatformReadOptions options)
    {
        FirecrackerConfig config = FirecrackerConfig.Read(text, text.Json.Find("guest_cpu_config")!);
        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Hypervisor, ArchOf(config)) { Line = 1 };
        RegisterBits registers = new();
        foreach ((X86Register register, TemplateBits bits) in config.Cpuid)
        {
            registers.TryAdd(register.Leaf, register.Subleaf, register.Name, (uint)bits.Ones, (uint)(bits.Ones | bits.Zeros));
        }

        foreach ((uint index, TemplateBits bits) in config.Msrs)
        {
            registers.TryAddMsr(index, bits.Ones, bits.Ones | bits.Zeros);
        }

        if (registers.Count > 0)
        {
            registers.Apply(statement);
        }

        statement.Axes = statement.Axes with { Microcode = Linux.LinuxHost.Hex(text.Json.TextOf("microcode_version")) };
        foreach (string register in config.ArmRegisters)
        {
            statement.AddForeign(register);
        }

        foreach (string field in (string[])["firecracker_version", "kernel_version", "bios_version", "bios_revision"])
        {
            if (text.Json.TextOf(field) is { Length: > 0 } value)
            {
                statement.AddForeign(Text.Of("{0}={1}", field, value));
            }
        }

        return [statement.Build(Fingerprint.Id)];
    }

    private static CpuArchitecture ArchOf(FirecrackerConfig config) =>
        config.ArmRegisters.Length > 0 && config.Cpuid.IsEmpty && config.Msrs.IsEmpty ? CpuArchitecture.Aarch64 : CpuArchitecture.X86_64;
}
