namespace NVirt.Platforms.Tests.Qemu;

/// <summary>The value of -cpu as QEMU reads it.</summary>
public sealed class QemuCpuTests
{
    private static CpuStatement Read(string value, bool? kvm = null) =>
        Reading.One(value, "qemu-cpu", new PlatformReadOptions { Kvm = kvm });

    private static string Policies(CpuStatement statement) =>
        string.Join(' ', statement.Policies.Select(f => (f.Policy == CpuPolicy.Disable ? "-" : "+") + f.Name));

    [Theory]
    [InlineData("qemu64,movbe=on,movbe=off", "-movbe")]
    [InlineData("qemu64,-movbe,+movbe", "-movbe")]
    [InlineData("qemu64,+avx2,avx2=off", "+avx2")]
    [InlineData("qemu64,avx2", "+avx2")]
    [InlineData("qemu64,,aes=yes,", "+aes")]
    [InlineData("qemu64,+sse4_1,sse4-2=true", "+sse4.2 +sse4.1")]
    [InlineData("qemu64,+lahf_lm,tsc-adjust=off", "-tsc_adjust +lahf_lm")]
    public void Precedence_and_spelling_are_qemus(string value, string policies) => Assert.Equal(policies, Policies(Read(value)));

    [Theory]
    [InlineData("qemu64,x2apic=1", "file:1:8: x2apic has the value \"1\"; expected on, off, yes, no, true, false")]
    [InlineData("qemu64,phys-bits=31", "file:1:8: phys-bits has the value \"31\"; expected 0, 32-52")]
    [InlineData("qemu64,phys-bits=-1", "file:1:8: phys-bits has the value \"-1\"; expected 0-52")]
    [InlineData("qemu64,vendor=Short", "file:1:8: vendor has the value \"Short\"; expected 12 characters")]
    [InlineData("qemu64,tsc-freq=much", "file:1:8: tsc-freq has the value \"much\"; expected 2500000000, 2500M, 2.5G")]
    [InlineData("qemu64\nmore", "file:2:1: there is more than one line; expected one")]
    public void What_qemu_refuses_is_refused_with_its_place(string value, string message) =>
        Assert.Equal(message, Reading.Refusal(value, "qemu-cpu"));

    [Theory]
    [InlineData(" qemu64")]
    [InlineData("nehalem")]
    [InlineData("qemu64,AES=on")]
    [InlineData("qemu64, +aes")]
    [InlineData("qemu64,+nosuch")]
    [InlineData("qemu64,+sse4.1x")]
    public void Unknown_names_are_refused(string value) => Assert.StartsWith("file:1:", Reading.Refusal(value, "qemu-cpu"),
        StringComparison.Ordinal);

    [Fact]
    public void Kvm_changes_named_models_before_the_options_do()
    {
        CpuStatement plain = Read("EPYC-Rome", kvm: true);
        Assert.False(plain.Bits.Has("svm"));
        Assert.True(plain.Bits.Has("x2apic"));
        Assert.True(Read("EPYC-Rome,svm=on", kvm: true).Bits.Has("svm"));
        Assert.Null(Read("EPYC-Rome").Bits.Has("svm"));
        Assert.False(Read("EPYC-Rome", kvm: false).Bits.Has("vme"));
    }

    [Fact]
    public void What_is_not_a_feature_is_an_axis_or_kept()
    {
        CpuStatement guest = Read("host,migratable=off,phys-bits=46,kvm=off,hv-vendor-id=abc,tsc-freq=2.5G,+kvm_pv_eoi");
        Assert.Equal(StatementClass.HostPassthrough, guest.Class);
        Assert.Equal((46, false, true, 2_500_000_000UL), (guest.Axes.PhysBits, guest.Axes.Migratable, guest.Axes.Hidden, guest.Axes.TscHz));
        Assert.Equal(["hv-vendor-id=abc", "+kvm-pv-eoi"], guest.Foreign);
    }

    [Fact]
    public void A_command_line_tells_accelerator_machine_and_name()
    {
        CpuStatement guest = Reading.One(
            "/usr/bin/qemu-system-x86_64 -name guest=web,debug-threads=on -machine pc-q35-9.0,accel=kvm \\\n  -cpu 'EPYC-Rome,svm=o"
                + "ff' -m 1024\n");
        Assert.Equal(("qemu-arguments", "web", "EPYC-Rome"), (guest.Form, guest.Name, guest.Model));
        Assert.True(guest.Bits.Has("x2apic"));
        Assert.Contains(guest.Remarks, r => r is { Kind: StatementRemarkKind.MachineMayChange, Subject: "pc-q35-9.0" });
    }

    [Fact]
    public void A_command_line_of_proc_has_zeros() =>
        Assert.Equal("max", Reading.One("qemu-system-x86_64\0-cpu\0max\0-accel\0tcg\0").Class == StatementClass.Maximum ? "max" : "other");

    [Fact]
    public void What_is_written_is_read_again()
    {
        string text = Reading.Write("qemu", "<cpu mode='custom' match='exact'><model>Skylake-Server</model>"
            + "<maxphysaddr mode='emulate' bits='42'/><feature policy='require' name='md-clear'/><feature policy='disable' name='la"
                + "hf_lm'/></cpu>").Text;
        Assert.Equal("Skylake-Server,md-clear=on,lahf-lm=off,phys-bits=42\n", text);
        CpuStatement again = Read(text.TrimEnd());
        Assert.Equal("+md-clear -lahf_lm", Policies(again));
        Assert.Equal(42, again.Axes.PhysBits);
    }

    [Theory]
    [InlineData("<feature policy='optional' name='aes'/>",
        "QEMU does not know the policy optional, which aes has; decide it for a host first")]
    [InlineData("<feature policy='require' name='cmt'/>", "QEMU has no name for cmt")]
    public void What_qemu_cannot_say_is_refused(string feature, string message) =>
        Assert.Equal(message, Reading.WriteRefusal("qemu", $"<cpu mode='custom' match='exact'><model>Nehalem</model>{feature}</cpu>"));
}
