using System.Collections.Frozen;
using NVirt.Cpu;
using NVirt.Cpu.X86;

namespace NVirt.VMware;

/// <summary>
/// Features by VMware's names: <c>featMask.vm.cpuid.AES = "Val:0"</c>. The names are those that vSphere 8 lists for hosts and virtual
/// machines; the bits are those of VMware's <c>x86cpuid.h</c> (open-vm-tools).
/// </summary>
internal static class VmxFeatureMask
{
    public const string Prefix = "featMask.vm.cpuid.";

    // The map's name, and VMware's.
    private const string Names = """
        pni=SSE3 pclmuldq=PCLMULQDQ monitor=MWAIT vmx=VMX ssse3=SSSE3 fma=FMA cx16=CMPXCHG16B pcid=PCID sse4.1=SSE41 sse4.2=SSE42
        movbe=MOVBE popcnt=POPCNT aes=AES xsave=XSAVE avx=AVX f16c=F16C rdrand=RDRAND pn=PSN ds=DS ss=SS fsgsbase=FSGSBASE bmi1=BMI1
        hle=HLE avx2=AVX2 smep=SMEP bmi2=BMI2 erms=ENFSTRG invpcid=INVPCID rtm=RTM mpx=MPX avx512f=AVX512F avx512dq=AVX512DQ
        rdseed=RDSEED adx=ADX smap=SMAP avx512ifma=AVX512IFMA clflushopt=CLFLUSHOPT clwb=CLWB avx512pf=AVX512PF avx512er=AVX512ER
        avx512cd=AVX512CD sha-ni=SHA avx512bw=AVX512BW avx512vl=AVX512VL avx512vbmi=AVX512VBMI umip=UMIP pku=PKU
        avx512vbmi2=AVX512VBMI2 cet-ss=CET_SS gfni=GFNI vaes=VAES vpclmulqdq=VPCLMULQDQ avx512vnni=AVX512VNNI
        avx512bitalg=AVX512BITALG avx512-vpopcntdq=AVX512VPOPCNTDQ rdpid=RDPID cldemote=CLDEMOTE movdiri=MOVDIRI movdir64b=MOVDIR64B
        pks=PKS fsrm=FAST_SHORT_REPMOV avx512-vp2intersect=AVX512VP2INTERSECT md-clear=MDCLEAR serialize=SERIALIZE amx-bf16=AMX_BF16
        avx512-fp16=AVX512FP16 amx-tile=AMX_TILE amx-int8=AMX_INT8 stibp=STIBP flush-l1d=FCMD ssbd=SSBD avx-vnni=AVX_VNNI
        avx512-bf16=AVX512BF16 fzrm=FAST_ZERO_MOVSB fsrs=FAST_SHORT_STOSB fsrc=FAST_SHORT_CMPSB_SCASB intel-psfd=PSFD
        xsaveopt=XSAVEOPT xsavec=XSAVEC xgetbv1=XGETBV_ECX1 xsaves=XSAVES xfd=XFD lahf_lm=LAHF64 svm=SVM extapic=EXTAPICSPC
        cr8legacy=CR8AVAIL abm=ABM sse4a=SSE4A misalignsse=MISALIGNED_SSE 3dnowprefetch=3DNPREFETCH xop=XOP fma4=FMA4 tbm=TBM nx=NX
        mmxext=MMXEXT fxsr_opt=FFXSR pdpe1gb=PDPE1GB rdtscp=RDTSCP lm=LM 3dnowext=3DNOWPLUS 3dnow=3DNOW clzero=CLZERO
        wbnoinvd=WBNOINVD npt=SVM_NPT nrip-save=SVM_NRIP vmcb-clean=SVM_VMCB_CLEAN flushbyasid=SVM_FLUSH_BY_ASID
        decodeassists=SVM_DECODE_ASSISTS gmet=SVM_GMET
        """;

    private static readonly FrozenDictionary<string, string> ToVMwareNames =
        Pairs().ToFrozenDictionary(p => p.Map, p => p.VMware, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> ToMapNames =
        Pairs().ToFrozenDictionary(p => p.VMware, p => p.Map, StringComparer.OrdinalIgnoreCase);

    /// <summary>The features that have a name.</summary>
    public static IEnumerable<string> Features => ToVMwareNames.Keys;

    /// <summary>Whether VMware has a name for a feature of the map.</summary>
    public static bool HasName(string feature) => ToVMwareNames.ContainsKey(feature);

    /// <summary>Whether a key is one of these.</summary>
    public static bool IsKey(string key) => key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The setting for a letter of a mask; <see langword="null"/> if none is needed.</summary>
    public static VmxSetting? Setting(string feature, char letter)
    {
        string? value = letter switch
        {
            '1' => "Val:1",
            'T' => "Min:1",
            '0' => "Val:0",
            'F' => "Max:0",
            _ => null,
        };
        return value is null ? null : new VmxSetting(Prefix + ToVMwareNames[feature], value);
    }

    /// <summary>The map's name for the feature of a key, or <see langword="null"/> if it has none.</summary>
    public static string? Feature(string key) => ToMapNames.GetValueOrDefault(key[Prefix.Length..]);

    /// <summary>Reads a value: an operation and a number. Case does not matter.</summary>
    /// <param name="value">The value.</param>
    /// <param name="policy">What it means for a one-bit feature; <see langword="null"/> for a number that is not a bit.</param>
    /// <returns>Whether it is a valid value.</returns>
    public static bool TryParse(string value, out CpuPolicy? policy)
    {
        policy = null;
        if (value.Split(':') is not [var operation, var text] || !CpuidNumber.TryParse(text, out uint number))
        {
            return false;
        }

        policy = (operation.ToLowerInvariant(), number) switch
        {
            ("val", 1) => CpuPolicy.Force,
            ("val", 0) => CpuPolicy.Disable,
            ("min", 1) => CpuPolicy.Require,
            ("max", 0) => CpuPolicy.Forbid,
            ("min", 0) or ("max", 1) => CpuPolicy.Optional,
            _ => null,
        };
        return operation.ToLowerInvariant() is "val" or "min" or "max";
    }

    private static IEnumerable<(string Map, string VMware)> Pairs() =>
        from pair in Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        let parts = pair.Split('=')
        select (parts[0], parts[1]);
}
