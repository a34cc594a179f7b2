namespace NVirt.Schemas.Tests;

/// <summary>What cpu-rules.md 1.1 says of the CPUs of guests, as far as a schema can say it.</summary>
public sealed class GuestCpuTests
{
    [Theory]
    [InlineData("")]
    [InlineData("<model/>")]
    [InlineData("<model fallback='forbid' vendor_id='KVMKVMKVM !!'/>")]
    [InlineData("<topology sockets='1' cores='2' threads='1'/><cache mode='disable'/><maxphysaddr mode='passthrough' limit='39'/>")]
    [InlineData("<feature policy='force' name='a'/><vendor>Intel</vendor><model>Nehalem</model><feature policy='optional' name='b'/>")]
    public void A_custom_cpu_may_have(string content)
    {
        OurSchemas.Accepts("cpu", $"<cpu>{content}</cpu>");
        OurSchemas.Accepts("cpu", $"<cpu mode='custom' match='strict' check='full' deprecated_features='off'>{content}</cpu>");
        OurSchemas.Accepts("cpu", $"<cpus>{string.Concat(Enumerable.Repeat($"<cpu>{content}</cpu>", 3))}</cpus>");
    }

    [Theory]
    [InlineData("host-model")]
    [InlineData("host-passthrough")]
    [InlineData("maximum")]
    public void The_other_modes_need_no_model_for_features(string mode) =>
        OurSchemas.Accepts(
            "cpu", $"<cpu mode='{mode}' check='none'><feature policy='disable' name='vmx'/><cache mode='passthrough'/></cpu>");

    [Theory]
    [InlineData("host-passthrough", "on")]
    [InlineData("maximum", "off")]
    public void What_is_like_the_host_may_be_kept_from_migrating(string mode, string migratable) =>
        OurSchemas.Accepts("cpu", $"<cpu mode='{mode}' migratable='{migratable}'/>");

    [Theory]
    [InlineData("mode='host'", "mode")]
    [InlineData("mode=''", "mode")]
    [InlineData("match='exactly'", "match")]
    [InlineData("match=''", "match")]
    [InlineData("check='some'", "check")]
    [InlineData("check=''", "check")]
    [InlineData("check='default'", "check")]
    [InlineData("migratable='on'", "mode")]
    [InlineData("mode='custom' migratable='off'", "migratable")]
    [InlineData("mode='host-model' migratable='on'", "migratable")]
    [InlineData("mode='maximum' migratable='yes'", "migratable")]
    [InlineData("mode='maximum' migratable='default'", "migratable")]
    [InlineData("deprecated_features='no'", "deprecated_features")]
    [InlineData("modes='custom'", "modes")]
    public void An_attribute_is_refused(string attributes, string refused) =>
        OurSchemas.Refuses("cpu", $"<cpu {attributes}/>", "cpu", refused);

    [Theory]
    [InlineData("<model fallback='maybe'>a</model>", "model", "fallback")]
    [InlineData("<model vendor_id='GenuineInte'>a</model>", "model", "vendor_id")]
    [InlineData("<model vendor_id='GenuineIntel1'>a</model>", "model", "vendor_id")]
    [InlineData("<model vendor_id='Genuine,ntel'>a</model>", "model", "vendor_id")]
    [InlineData("<model>a</model><model>b</model>", "model", null)]
    [InlineData("<model>a</model><topology cores='1' threads='1'/>", "topology", "sockets")]
    [InlineData("<model>a</model><topology sockets='1' threads='1'/>", "topology", "cores")]
    [InlineData("<model>a</model><topology sockets='1' cores='1'/>", "topology", "threads")]
    [InlineData("<topology sockets='0' cores='1' threads='1'/>", "topology", "sockets")]
    [InlineData("<topology sockets='1' dies='0' cores='1' threads='1'/>", "topology", "dies")]
    [InlineData("<topology sockets='1' clusters='0' cores='1' threads='1'/>", "topology", "clusters")]
    [InlineData("<topology sockets='1' cores='-1' threads='1'/>", "topology", "cores")]
    [InlineData("<topology sockets='1' cores='2x' threads='1'/>", "topology", "cores")]
    [InlineData("<topology sockets='1' cores='0x2' threads='1'/>", "topology", "cores")]
    [InlineData("<topology sockets='1' cores='' threads='1'/>", "topology", "cores")]
    [InlineData("<topology sockets='1' cores='4294967296' threads='1'/>", "topology", "cores")]
    [InlineData("<cache mode='disable'/><cache mode='disable'/>", "cache", null)]
    [InlineData("<cache level='3'/>", "cache", "mode")]
    [InlineData("<cache mode='some'/>", "cache", "mode")]
    [InlineData("<cache mode='emulate' level='0'/>", "cache", "level")]
    [InlineData("<cache mode='emulate' level='4'/>", "cache", "level")]
    [InlineData("<maxphysaddr bits='40'/>", "maxphysaddr", "mode")]
    [InlineData("<maxphysaddr mode='host'/>", "maxphysaddr", "mode")]
    [InlineData("<maxphysaddr mode='emulate' bits='-1'/>", "maxphysaddr", "bits")]
    [InlineData("<maxphysaddr mode='emulate' limit='39'/>", "maxphysaddr", "limit")]
    [InlineData("<maxphysaddr mode='passthrough' limit='0'/>", "maxphysaddr", "limit")]
    [InlineData("<model>a</model><feature policy='wish' name='aes'/>", "feature", "policy")]
    [InlineData("<model>a</model><feature policy='require'/>", "feature", "name")]
    [InlineData("<model>a</model><feature policy='require' name=''/>", "feature", "name")]
    [InlineData("<something/>", "something", null)]
    public void A_part_is_refused(string content, string element, string? attribute) =>
        OurSchemas.Refuses("cpu", $"<cpu>{content}</cpu>", element, attribute);

    [Theory]
    [InlineData("<model>a</model><feature name='aes'/>")]
    [InlineData("<model>a</model><microcode version='1'/>")]
    [InlineData("<model>a</model><signature family='6' model='1' stepping='1'/>")]
    public void What_only_hosts_have_makes_a_host_of_it(string content)
    {
        OurSchemas.Accepts("cpu", $"<cpu><arch>x86_64</arch>{content}</cpu>");
        OurSchemas.Refuses("cpu", $"<cpu>{content}</cpu>", "cpu");
    }

    [Theory]
    [InlineData("<cpu><feature policy='require' name='aes'/></cpu>")]
    [InlineData("<cpu><model/><feature policy='require' name='aes'/></cpu>")]
    [InlineData("<cpu><vendor>Intel</vendor></cpu>")]
    [InlineData("<cpu mode='host-model'><vendor>Intel</vendor></cpu>")]
    [InlineData("<cpu mode='host-passthrough'><model/><vendor>Intel</vendor></cpu>")]
    public void Features_of_custom_cpus_and_vendors_need_a_model(string xml) => OurSchemas.Refuses("cpu", xml);

    [Theory]
    [InlineData("<processor/>")]
    [InlineData("<processor><cpu/><model>a</model></processor>")]
    public void The_root_is_a_cpu_or_has_some(string xml) => OurSchemas.Refuses("cpu", xml);
}
