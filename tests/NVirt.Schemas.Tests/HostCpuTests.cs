namespace NVirt.Schemas.Tests;

/// <summary>What cpu-rules.md 1.1 says of the CPUs of hosts, as far as a schema can say it.</summary>
public sealed class HostCpuTests
{
    private const string Names = "<arch>x86_64</arch><model>Nehalem</model>";

    [Fact]
    public void Everything_is_accepted_in_any_order() => OurSchemas.Accepts(
        "cpu",
        "<cpu><feature name='vmx'/><pages size='4'/><maxphysaddr mode='emulate' bits='46'/><cache mode='passthrough'/><feature "
            + "name='ssse3'/>"
        + "<topology sockets='1' dies='1' clusters='1' cores='2' threads='1'/><counter name='tsc' frequency='2400000000' scaling='yes'/>"
        + $"<signature family='6' model='0' stepping='0'/><microcode version='0'/><vendor>Intel</vendor>{Names}</cpu>");

    [Theory]
    [InlineData($"<cpu match='exact'>{Names}</cpu>")]
    [InlineData($"<cpu mode='custom'>{Names}</cpu>")]
    [InlineData("<cpu><arch>x86_64</arch></cpu>")]
    [InlineData("<cpu><arch>x86_64</arch><model/></cpu>")]
    [InlineData("<cpu><arch/><model>Nehalem</model></cpu>")]
    [InlineData("<cpu><arch>x86-64</arch><model>Nehalem</model></cpu>")]
    [InlineData($"<cpu>{Names}<arch>x86_64</arch></cpu>")]
    [InlineData($"<cpu>{Names}<numa><cell memory='1'/></numa></cpu>")]
    public void Something_else_is_refused(string xml) => OurSchemas.Refuses("cpu", xml);

    [Theory]
    [InlineData("<microcode version='-1'/>", "microcode", "version")]
    [InlineData("<microcode version='4294967296'/>", "microcode", "version")]
    [InlineData("<microcode version=''/>", "microcode", "version")]
    [InlineData("<signature family='0' model='1' stepping='1'/>", "signature", "family")]
    [InlineData("<signature model='1' stepping='1'/>", "signature", "family")]
    [InlineData("<signature family='6' stepping='1'/>", "signature", "model")]
    [InlineData("<signature family='6' model='1'/>", "signature", "stepping")]
    [InlineData("<counter name='tsc'/>", "counter", "frequency")]
    [InlineData("<counter name='tsc' frequency='fast'/>", "counter", "frequency")]
    [InlineData("<counter name='tsc' frequency='1' scaling='on'/>", "counter", "scaling")]
    [InlineData("<counter name='tsc' frequency='1' scaling='default'/>", "counter", "scaling")]
    [InlineData("<feature/>", "feature", "name")]
    [InlineData("<feature name=''/>", "feature", "name")]
    [InlineData("<topology sockets='1' cores='0' threads='1'/>", "topology", "cores")]
    [InlineData("<cache mode='disable' level='5'/>", "cache", "level")]
    [InlineData("<maxphysaddr mode='emulate' bits='much'/>", "maxphysaddr", "bits")]
    [InlineData("<pages unit='pages' size='4'/>", "pages", "unit")]
    public void A_part_is_refused(string part, string element, string attribute) =>
        OurSchemas.Refuses("cpu", $"<cpu>{Names}{part}</cpu>", element, attribute);
}
