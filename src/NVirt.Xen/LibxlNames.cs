using System.Collections.Frozen;

namespace NVirt.Xen;

/// <summary>
/// libxl's names of features: those that libvirt translates (hypervisor-rules.md 6.1), and for the rest those that libxl 4.17 with its
/// security updates uses for the same bit. Some bits have several names; the older one is written, and all are read.
/// </summary>
internal static class LibxlNames
{
    // The map's name, and libxl's where it differs.
    private const string Written = """
        pni=sse3 pclmuldq=pclmulqdq dtes64 monitor ds_cpl=dscpl vmx smx est tm2 ssse3 cid=cntxid fma cx16=cmpxchg16 xtpr pdcm pcid
        dca sse4.1 sse4.2 x2apic movbe popcnt tsc-deadline aes xsave osxsave avx f16c rdrand hypervisor fpu vme de pse tsc msr pae
        mce cx8=cmpxchg8 apic sep=sysenter mtrr pge mca cmov pat pse36 pn=psn clflush=clfsh ds acpi mmx fxsr sse sse2 ss ht=htt tm
        ia64 pbe arat fsgsbase tsc_adjust sgx bmi1 hle avx2 fdp-excptn-only=fdp-excp-only smep bmi2 erms invpcid rtm cmt
        zero-fcs-fds=no-fpu-sel mpx avx512f avx512dq rdseed adx smap avx512ifma=avx512-ifma clflushopt clwb intel-pt=proc-trace
        avx512pf avx512er avx512cd sha-ni=sha avx512bw avx512vl avx512vbmi=avx512-vbmi umip pku ospke avx512vbmi2=avx512-vbmi2 cet-ss
        gfni vaes vpclmulqdq avx512vnni=avx512-vnni avx512bitalg=avx512-bitalg avx512-vpopcntdq rdpid cldemote movdiri movdir64b
        avx512-4vnniw avx512-4fmaps fsrm avx512-vp2intersect md-clear serialize tsx-ldtrk=tsxldtrk cet-ibt avx512-fp16
        spec-ctrl=ibrsb stibp flush-l1d=l1d-flush arch-capabilities=arch-caps core-capability=core-caps ssbd avx-vnni avx512-bf16
        fzrm fsrs fsrc=fsrcs intel-psfd ipred-ctrl rrsba-ctrl bhi-ctrl mcdt-no xsaveopt xsavec xgetbv1 xsaves lahf_lm=lahfsahf
        cmp_legacy=cmplegacy svm extapic cr8legacy=altmovcr8 abm sse4a misalignsse 3dnowprefetch osvw ibs xop skinit wdt lwp fma4
        nodeid_msr=nodeid tbm topoext perfctr_core perfctr_nb syscall nx mmxext fxsr_opt=ffxsr pdpe1gb=page1gb rdtscp lm 3dnowext
        3dnow invtsc clzero xsaveerptr=rstr-fp-err-ptrs wbnoinvd ibpb ibrs amd-stibp stibp-always-on=stibp-always amd-ssbd virt-ssbd
        amd-no-ssb=ssb-no amd-psfd=psfd npt=svm_npt lbrv=svm_lbrv nrip-save=svm_nrips tsc-scale=svm_tscrate vmcb-clean=svm_vmcbclean
        decodeassists=svm_decode pause-filter=svm_pausefilt lfence-always-serializing=lfence+ verw-clear null-sel-clr-base=nscb
        auto-ibrs sbpb ibpb-brtype srso-no srso-user-kernel-no=srso-us-no tsa-sq-no tsa-l1-no rdctl-no=rdcl-no ibrs-all=eibrs rsba
        skip-l1dfl-vmentry=skip-l1dfl ssb-no=intel-ssb-no mds-no pschange-mc-no=if-pschange-mc-no tsx-ctrl taa-no sbdr-ssdp-no
        fbsdp-no psdp-no fb-clear bhi-no pbrsb-no gds-no rfds-no rfds-clear its-no
        """;

    // Further libxl names that are accepted when reading.
    private const string AlsoRead = """
        aes=aesni cmp_legacy=cmp-legacy cmt=pqm cr8legacy=cr8-legacy cx16=cx16 cx8=cx8 est=eist invtsc=itsc lahf_lm=lahf-lm
        lfence-always-serializing=lfence-dispatch nodeid_msr=nodeid-msr sep=sep sse4.1=sse4-1 sse4.1=sse4_1 sse4.2=sse4-2
        sse4.2=sse4_2 tm=tm1 tsc_adjust=tsc-adjust
        """;

    private static readonly FrozenDictionary<string, string> MapToLibxl =
        Pairs(Written).ToFrozenDictionary(p => p.Map, p => p.Libxl, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> LibxlToMap =
        Pairs(Written).Concat(Pairs(AlsoRead)).ToFrozenDictionary(p => p.Libxl, p => p.Map, StringComparer.Ordinal);

    /// <summary>Names of numbers that CPUID reports, not of features (hypervisor-rules.md 6.2).</summary>
    public static readonly FrozenSet<string> Numbers = FrozenSet.Create(
        StringComparer.Ordinal,
        "family", "model", "stepping", "maxleaf", "clflush", "proccount", "localapicid", "brandid", "apicidsize", "nc", "procpkg",
            "maxhvleaf");

    /// <summary>The features that have a name.</summary>
    public static IEnumerable<string> Features => MapToLibxl.Keys;

    /// <summary>libxl's name for a feature of the map, or <see langword="null"/> if it has none.</summary>
    public static string? ToLibxl(string map) => MapToLibxl.GetValueOrDefault(map);

    /// <summary>The map's name for a libxl feature; an unknown name is returned unchanged.</summary>
    public static string ToMap(string libxl) => LibxlToMap.GetValueOrDefault(libxl, libxl);

    private static IEnumerable<(string Map, string Libxl)> Pairs(string names) =>
        from name in names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        let parts = name.Split('=')
        select (parts[0], parts[^1]);
}
