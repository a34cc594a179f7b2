using FsCheck;
using FsCheck.Fluent;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

/// <summary>What a guest can have instead of a CPU that its host cannot run.</summary>
public sealed class SuggestTests
{
    [Theory]
    [InlineData("Haswell", "Haswell-noTSX", "", "Haswell-noTSX", "", "hle rtm", "")]
    [InlineData("Cascadelake-Server", "Cascadelake-Server-noTSX", "", "Cascadelake-Server-noTSX", "-mpx", "hle rtm", "")]
    [InlineData("Opteron_G2", "SandyBridge", "", "Opteron_G2", "-svm", "svm", "")]
    [InlineData("qemu64", "SandyBridge", "", "kvm64", "", "svm", "")]
    [InlineData("IvyBridge-IBRS", "IvyBridge", "", "IvyBridge", "", "spec-ctrl", "")]
    public void It_is_the_nearest_of_all_models_or_the_guests_own(
        string model, string host, string hostFeatures, string expected, string features, string lost, string gained)
    {
        CpuSuggestion suggestion = Driver.Suggest(Host(host, hostFeatures, "Intel"), Guest(model))!;
        Assert.Equal(
            (expected, features, lost, gained),
            (suggestion.Cpu.Model, Words(suggestion.Cpu.Features), string.Join(' ', suggestion.Lost), string.Join(' ', suggestion.Gained)));
    }

    [Fact]
    public void Features_that_the_host_has_are_named_beside_another_model() =>
        Assert.Equal("+vmx", Words(Driver.Suggest(Host("Haswell-noTSX", "vmx"), Guest("Haswell", "+vmx +avx512f"))!.Cpu.Features));

    [Fact]
    public void What_the_guest_disables_stays_disabled() =>
        Assert.Equal("-avx2", Words(Driver.Suggest(Host("Haswell-noTSX"), Guest("Haswell", "-avx2"))!.Cpu.Features));

    [Theory]
    [InlineData(CpuMode.HostPassthrough)]
    [InlineData(CpuMode.Maximum)]
    [InlineData(CpuMode.HostModel)]
    public void A_mode_without_a_model_is_kept_and_the_feature_goes(CpuMode mode)
    {
        CpuSuggestion suggestion = Driver.Suggest(Host("Haswell-noTSX"), Guest(null, "+avx512f +avx2 -aes") with { Mode = mode })!;
        Assert.Equal((mode, null, "+avx2 -aes"), (suggestion.Cpu.Mode, suggestion.Cpu.Model, Words(suggestion.Cpu.Features)));
        Assert.Equal(["avx512f"], suggestion.Lost);
    }

    [Fact]
    public void Mode_host_model_loses_the_model_that_it_ignores() =>
        Assert.Null(Driver.Suggest(Host("Haswell-noTSX"), Guest("Opteron_G2", "+avx512f") with { Mode = CpuMode.HostModel })!.Cpu.Model);

    [Theory]
    [InlineData("SapphireRapids", "486")]
    [InlineData("Nehalem", "486")]
    [InlineData("qemu64", "n270")]
    [InlineData("GraniteRapids", "Conroe")]
    public void Nothing_is_near_to_a_cpu_of_another_era(string model, string host) => Assert.Null(Driver.Suggest(Host(host), Guest(model)));

    [Fact]
    public void Unknown_features_count_as_absent()
    {
        CpuDefinition guest = Guest("Nehalem", "+rdctl-no ~vmx-ept");
        CpuSuggestion suggestion = Driver.Suggest(Host("Nehalem"), guest, ["rdctl-no", "vmx-ept"])!;
        Assert.Equal(("Nehalem", "-vmx-ept"), (suggestion.Cpu.Model, Words(suggestion.Cpu.Features)));
        Assert.Equal(["rdctl-no"], suggestion.Lost);
    }

    [Fact]
    public void What_a_hypervisor_gives_is_not_lost() =>
        Assert.Equal(["hle", "rtm"], Driver.Suggest(Host("Haswell-noTSX"), Guest("Haswell", "+hypervisor"))!.Lost);

    [Fact]
    public void Who_has_a_say_is_asked_of_the_nearest_first()
    {
        List<string?> asked = [];
        CpuSuggestion suggestion = Driver.Suggest(Host("Haswell-noTSX-IBRS"), Guest("Haswell"), accepts: c =>
        {
            asked.Add(c.Model);
            return asked.Count == 2;
        })!;
        Assert.Equal("Haswell-noTSX", asked[0]);
        Assert.Equal(asked[1], suggestion.Cpu.Model);
    }

    [Fact]
    public void The_frame_of_the_guest_stays()
    {
        CpuDefinition guest = Guest("Haswell") with
        {
            Check = CpuCheck.Full,
            Fallback = CpuFallback.Forbid,
            Topology = new CpuTopology(1, 1, 1, 2, 2),
            MaxPhysAddr = new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Emulate, 40, null)
        };
        CpuDefinition suggested = Driver.Suggest(Host("Haswell-noTSX"), guest)!.Cpu;
        Assert.Equal((guest.Topology, guest.MaxPhysAddr, CpuCheck.Partial, CpuFallback.Allow),
            (suggested.Topology, suggested.MaxPhysAddr, suggested.Check, suggested.Fallback));
    }

    [Fact]
    public void It_fits_the_host_whatever_they_are() => Prop.ForAll(RandomCpus.Guests, RandomCpus.Hosts, (guest, host) =>
    {
        CpuSuggestion? suggestion = Driver.Suggest(host, guest);
        return suggestion is null || Driver.Compare(host, suggestion.Cpu).IsCompatible;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_has_what_it_does_not_call_lost_and_nothing_that_it_does_not_call_gained() =>
        Prop.ForAll(RandomCpus.Guests, RandomCpus.Hosts, (guest, host) =>
    {
        if (Driver.Suggest(host, guest) is not { } suggestion)
        {
            return true;
        }

        HashSet<string> wished = Features(guest);
        HashSet<string> got = Features(suggestion.Cpu);
        string[] added = ["hypervisor", "x2apic", "tsc-deadline", "tsc_adjust", "arat", "arch-capabilities"];
        Assert.Empty(wished.Except(got).Except(suggestion.Lost).Except([.. added, "spec-ctrl", "ssbd", "stibp", "amd-ssbd", "amd-stibp"]));
        Assert.Empty(got.Except(wished).Except(suggestion.Gained)
            .Except(guest.Features.Where(f => f.Policy == CpuPolicy.Optional).Select(f => f.Name)));
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static HashSet<string> Features(CpuDefinition cpu) =>
        [.. CpuMap.Default.Features(CpuArchitecture.X86_64).Select(f => f.Name).Where(f => Driver.HasFeature(cpu, f))];
}
