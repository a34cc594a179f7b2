namespace NVirt.Schemas.Tests;

/// <summary>Host and domain capabilities: what is about CPUs is strict, the rest is free.</summary>
public sealed class CapabilitiesTests
{
    private const string Cpu = "<cpu><arch>riscv64</arch></cpu>";

    private static string Guest(string features) =>
        $"<capabilities><host>{Cpu}</host><guest><arch name='i686'/><features>{features}</features></guest></capabilities>";

    [Fact]
    public void What_is_not_known_is_free() => OurSchemas.Accepts(
        "capabilities",
        $"<capabilities own='x'><own/><host><own/>{Cpu}<topology own='x'><own/></topology></host><guest><own>text</own><arch "
            + $"name='mips'><own/></arch></guest></capabilities>");

    [Fact]
    public void Guests_may_choose_their_cpu() =>
        OurSchemas.Accepts("capabilities", Guest("<cpuselection/><deviceboot/><acpi default='on' toggle='no'/>"));

    [Theory]
    [InlineData("<cpuselection default='on'/>", "cpuselection", "default")]
    [InlineData("<cpuselection>yes</cpuselection>", "cpuselection", null)]
    [InlineData("<cpuselection/><cpuselection/>", "cpuselection", null)]
    [InlineData("<acpi default='yes'/>", "acpi", "default")]
    public void A_feature_of_guests_is_refused(string features, string element, string? attribute) =>
        OurSchemas.Refuses("capabilities", Guest(features), element, attribute);

    [Theory]
    [InlineData("<capabilities/>", "capabilities", null)]
    [InlineData("<capabilities><host/></capabilities>", "host", null)]
    [InlineData("<capabilities><host><cpu/></host></capabilities>", "cpu", null)]
    [InlineData($"<capabilities><host>{Cpu}<iommu support='on'/></host></capabilities>", "iommu", "support")]
    [InlineData($"<capabilities><host>{Cpu}</host><guest/></capabilities>", "guest", null)]
    [InlineData($"<capabilities><host>{Cpu}</host><guest><arch name='x86'/></guest></capabilities>", "arch", "name")]
    [InlineData($"<capabilities><host>{Cpu}</host><guest><arch name='i686'><wordsize>16</wordsize></arch></guest></capabilities>",
        "wordsize", null)]
    public void A_host_or_guest_is_refused(string xml, string element, string? attribute) =>
        OurSchemas.Refuses("capabilities", xml, element, attribute);

    [Theory]
    [InlineData("<mode name='custom' supported='maybe'/>", "mode", "supported")]
    [InlineData("<mode name='customs' supported='no'/>", "mode", "name")]
    [InlineData("<mode name='custom' supported='no'><model usable='yes'>a</model></mode>", "model", null)]
    [InlineData("<mode name='custom' supported='yes'><model usable='perhaps'>a</model></mode>", "model", "usable")]
    [InlineData("<mode name='custom' supported='yes'><blockers model='a'/></mode>", "blockers", null)]
    [InlineData("<mode name='host-model' supported='yes'><model>a</model><feature name='b'/></mode>", "feature", "policy")]
    [InlineData("<mode name='maximum' supported='yes'><enum name='maximumMigratable'><value>yes</value></enum></mode>", "value", null)]
    public void A_mode_is_refused(string mode, string element, string? attribute) =>
        OurSchemas.Refuses("domaincapabilities", $"<domainCapabilities><cpu>{mode}</cpu></domainCapabilities>", element, attribute);
}
