using NVirt.Platforms;

namespace NVirt.Fuzz.Targets;

/// <summary>What platforms say of CPUs: the form that is recognised, and another one by the input's own bytes.</summary>
internal sealed class PlatformsTarget : Target
{
    public override string Name => "platforms";

    public override string[] Words =>
    [
        "{", "}", "[", "]", ":", ",", "=", "\"", "\n", "+aes", "-svm", "qemu64", "host", "phys-bits=", "cpu: ", "flags=", ";",
            "[libvirt]\n",
        "cpu_mode = custom\n", "cpu_models = ", "apiVersion: v1\n", "kind: Node\n", "metadata:\n  labels:\n", "\"cpuFlags\":", "\"lscpu\":",
        "hw_caps : ", "00000001:ffffffff -> ", "policy: 1 leaves, ", "\"bitmap\":\"0b0\"", "processor : 0\n", "flags : ", "x86-64-v3",
            "0x7",
        "cpuid.0x7=ebx|=0x20\n", "KVM_CPU_FEATURES=\"", "node_cpu_flag_info{flag=\"", "cpu-model: a\n", "\treported-model ",
    ];

    public override Outcome Check(byte[] input)
    {
        IReadOnlyList<string> forms = PlatformReader.Forms;
        string form = forms[input.Sum(b => b) % forms.Count];
        Outcome recognised = Check(input, null);
        return recognised.Problem is not null ? recognised : Check(input, form) is var named && named.Problem is not null ? named
            : new Outcome($"{recognised.Signature} {form} {named.Signature}");
    }

    private static Outcome Check(byte[] input, string? form)
    {
        Attempt<IReadOnlyList<CpuStatement>> attempt = new(() => PlatformReader.Read(input, "a", form: form));
        return attempt.Against(null, Problem);
    }

    // The three sets are disjoint and all of the map, and each statement has a place and a form.
    private static string? Problem(IReadOnlyList<CpuStatement> statements) => statements.Count == 0 ? "no statement"
        : statements.Select(s => s.Bits.Yes.Intersect(s.Bits.No).Any() ? "yes and no at once"
            : s.Bits.Yes.Length + s.Bits.No.Length + s.Bits.Unknown.Length != s.Bits.Space.All.Count ? "not all of the map"
            : !PlatformReader.Forms.Contains(s.Form) ? "no form" : null).FirstOrDefault(p => p is not null);
}
