"""Very common words of other languages, Latin and not."""

from __future__ import annotations

from models.miniature.scene import Light, Mood, Palette, Setting, Style, Subject, Tint

FOREIGN: dict[Subject | Setting | Style | Palette | Light | Mood | Tint, str] = {
    Subject.CAT: (
        "тигр, лев, gato, gata, gatito, chat, chatte, chaton, katze, katzen, kätzchen, kater, gatto, "
        "gatta, gattino, gatti, кошка, кот, котёнок, котик, кошек, قطة, قط, قطط, león, löwe, leone"
    ),
    Subject.DOG: (
        "perro, perra, perrito, chien, chienne, chiot, hund, hunde, hündchen, welpe, cane, cani, "
        "cagnolino, cachorro, cão, cães, собака, собачка, пёс, щенок, كلب, كلاب, جرو"
    ),
    Subject.FOX: (
        "zorro, renard, fuchs, füchse, volpe, raposa, lobo, loup, wölfe, lupo, лиса, волк, ثعلب, ذئب"
    ),
    Subject.RABBIT: "conejo, lapin, hase, kaninchen, coniglio, coelho, кролик, заяц, ارنب",
    Subject.BEAR: "oso, bär, bären, orso, urso, медведь, медвежонок, دب",
    Subject.OWL: "búho, lechuza, hibou, chouette, eule, gufo, coruja, сова, بومة",
    Subject.BIRD: (
        "pájaro, ave, oiseau, oiseaux, vogel, vögel, uccello, uccelli, pássaro, птица, птичка, طائر, "
        "عصفور, طيور, cisne, cygne, schwan, cigno, лебедь, حمامة"
    ),
    Subject.PENGUIN: "pingüino, pingouin, manchot, pinguin, pinguino, pinguim, пингвин, بطريق",
    Subject.FISH: "pez, pescado, poisson, fisch, fische, pesce, pesci, peixe, рыба, рыбка, سمكة, سمك",
    Subject.WHALE: "ballena, baleine, wal, wale, balena, baleia, кит, حوت, delfín, dauphin, delfin",
    Subject.TURTLE: "tortuga, tortue, schildkröte, tartaruga, черепаха, سلحفاة",
    Subject.BUTTERFLY: (
        "mariposa, papillon, schmetterling, schmetterlinge, farfalla, borboleta, бабочка, فراشة"
    ),
    Subject.HORSE: (
        "жираф, олень, caballo, cheval, chevaux, pferd, pferde, cavallo, cavalli, cavalo, лошадь, "
        "конь, حصان, خيل"
    ),
    Subject.ELEPHANT: "elefante, éléphant, elefant, elefanten, слон, فيل",
    Subject.DRAGON: "dragón, drache, drachen, drago, dragão, дракон, تنين",
    Subject.HOUSE: "casa, maison, haus, häuser, häuschen, дом, домик, بيت, منزل",
    Subject.CASTLE: "castillo, château, schloss, burg, castello, castelo, замок, قلعة, قصر",
    Subject.LIGHTHOUSE: "faro, phare, leuchtturm, farol, маяк, منارة",
    Subject.WINDMILL: "molino, moulin, windmühle, mulino, moinho, мельница, طاحونة",
    Subject.TREE: "árbol, arbre, baum, bäume, albero, alberi, árvore, дерево, деревья, شجرة, اشجار",
    Subject.FLOWER: (
        "flor, flores, fleur, blume, blumen, fiore, fiori, цветок, цветы, زهرة, وردة, ورد, زهور, роза"
    ),
    Subject.MUSHROOM: "seta, champiñón, pilz, pilze, fungo, cogumelo, гриб, فطر",
    Subject.CACTUS: "cactos, kaktus, кактус, صبار",
    Subject.CAR: "coche, carro, voiture, auto, autos, wagen, macchina, машина, автомобиль, سيارة",
    Subject.BICYCLE: "bicicleta, vélo, bicyclette, fahrrad, bicicletta, велосипед, دراجة",
    Subject.TRAIN: "tren, zug, züge, treno, trem, comboio, поезд, قطار",
    Subject.BOAT: (
        "barco, bateau, bateaux, schiff, segelboot, ein boot, das boot, barca, nave, лодка, корабль, "
        "قارب, سفينة, velero, voilier, barche"
    ),
    Subject.ROCKET: "cohete, fusée, rakete, razzo, foguete, ракета, صاروخ",
    Subject.CAKE: "pastel de cumpleaños, tarta, gâteau, kuchen, torte, torta, bolo, торт, كعكة",
    Subject.FRUIT: (
        "fruta, manzana, pomme, obst, apfel, äpfel, mela, frutta, maçã, яблоко, фрукты, تفاحة, فاكهة"
    ),
    Subject.GUITAR: (
        "guitarra, guitare, gitarre, chitarra, violão, гитара, جيتار, غيتار, musik, musique, música"
    ),
    Subject.ROBOT: "roboter, робот, روبوت",
    Subject.HEART: "corazón, cœur, coeur, herz, herzen, cuore, coração, сердце, قلب",
    Subject.PORTRAIT: (
        "chica, chico, madre, padre, mère, père, mutter, vater, mann, мама, папа, "
        "mujer, hombre, niño, niña, femme, homme, enfant, fille, garçon, frau, mädchen, junge, donna, "
        "uomo, bambino, bambina, ragazza, mulher, homem, menino, menina, женщина, мужчина, девочка, "
        "девушка, мальчик, человек, امرأة, رجل, طفل, بنت, ولد, retrato, ritratto, портрет"
    ),
    Subject.LANDSCAPE: (
        "paisaje, paysage, landschaft, paesaggio, paisagem, пейзаж, منظر طبيعي, fluss, río, lago"
    ),
    Setting.MEADOW: "prado, wiese, prato, луг, поле, مرج, حقل",
    Setting.FOREST: "bosque, forêt, wald, wälder, bosco, foresta, floresta, лес, غابة",
    Setting.MOUNTAINS: "montaña, montagne, berg, berge, montagna, montanha, гора, горы, جبل, جبال",  # noqa: RUF001
    Setting.BEACH: (
        "playa, plage, strand, meer, spiaggia, praia, mar, "
        "mer, la mer, il mare, sul mare, al mare, océano, océan, "
        "море, пляж, بحر, شاطئ, am see, ozean"
    ),
    Setting.DESERT: "desierto, désert, wüste, deserto, пустыня, صحراء",
    Setting.CITY: "ciudad, ville, stadt, città, cidade, город, مدينة",
    Setting.SNOW: "nieve, neige, schnee, neve, снег, зима, ثلج, invierno, hiver, inverno",
    Setting.SPACE: "espacio, espace, weltraum, weltall, spazio, espaço, космос, على القمر, فضاء, en la luna, "
    "sur la lune, auf dem mond, sulla luna, na lua, на луне",
    Setting.UNDERWATER: (
        "bajo el agua, bajo el mar, sous l eau, sous la mer, unter wasser, sott acqua, под водой, تحت "
        "الماء, debaixo d água"
    ),
    Setting.GARDEN: "jardín, jardin, garten, gärten, giardino, jardim, сад, حديقة",
    Setting.ROOM: "habitación, chambre, zimmer, stanza, quarto, cocina, cuisine, küche, комната, غرفة",
    Setting.CLOUDS: "cielo, ciel, himmel, céu, nube, nuage, wolke, wolken, небо, облако, سماء, غيوم",
    Style.WATERCOLOUR: "acuarela, acquerello, aquarela, акварель",
    Palette.MONOCHROME: "blanco y negro, noir et blanc, schwarz weiß, bianco e nero, preto e branco",
    Light.DAY: "sol, soleil, sonne, солнце, شمس, día, jour, giorno, день",
    Light.GOLDEN: (
        "atardecer, puesta de sol, coucher de soleil, sonnenuntergang, tramonto, pôr do sol, закат, غروب, "
        "abend, soir, tarde"
    ),
    Light.NIGHT: (
        "noche, nuit, nacht, notte, noite, ночь, ночью, ليل, ليلا, في الليل, luna, lune, mond, lua, луна, "
        "قمر, estrella, étoile, sterne, stella, звезда, звёзды, نجمة, نجوم"
    ),
    Light.MIST: "niebla, brouillard, brume, nebel, nebbia, névoa, туман, ضباب",
    Light.STORM: (
        "tormenta, tempête, orage, sturm, gewitter, regen, tempesta, tempestade, lluvia, pluie, chuva, "
        "pioggia, буря, дождь, عاصفة, مطر"
    ),
    Mood.JOYFUL: "feliz, heureux, heureuse, glücklich, felice, alegre, радостный, سعيد, سعيدة",
    Mood.MELANCHOLIC: "triste, traurig, грустный, حزين, حزينة",
    Tint.WHITE: (
        "blanco, blanca, blanc, blanche, weiß, weiße, weißer, weißes, weißen, bianco, bianca, branco, "
        "branca, белый, белая, белое, белые, белую, ابيض, أبيض, بيضاء"
    ),
    Tint.BLACK: (
        "negro, negra, noir, noire, schwarz, schwarze, schwarzer, schwarzes, nero, nera, preto, preta, "
        "чёрный, чёрная, чёрную, чёрное, أسود, سوداء"
    ),
    Tint.GREY: "gris, grise, grau, graue, grauer, graues, grigio, grigia, cinza, серый, серая, رمادي, رمادية",
    Tint.RED: (
        "rojo, roja, rouge, rot, rote, roter, rotes, rosso, rossa, vermelho, vermelha, красный, красная, "
        "أحمر, حمراء"
    ),
    Tint.ORANGE: "рыжий, рыжая, рыжую, оранжевый, naranja, arancione, laranja",
    Tint.YELLOW: (
        "amarillo, amarilla, amarelo, amarela, jaune, gelb, gelbe, gelber, gelbes, giallo, gialla, "
        "жёлтый, жёлтая, أصفر, صفراء"
    ),
    Tint.GREEN: "verde, vert, verte, grün, grüne, grüner, grünes, зелёный, зелёная, أخضر, خضراء",
    Tint.BLUE: (
        "azul, bleu, bleue, blau, blaue, blauer, blaues, blu, azzurro, синий, синяя, голубой, أزرق, زرقاء"
    ),
    Tint.BROWN: "marrón, braun, braune, brauner, marrone, marrom, коричневый, بني, بنية",
    Tint.PINK: "rosado, rosada, розовый, розовая, وردي, وردية",
}

FOREIGN_ABSTRACT = (
    "amor, amour, liebe, amore, любовь, حب, felicidad, bonheur, glück, felicità, felicidade, счастье, "
    "سعادة, libertad, liberté, freiheit, libertà, liberdade, свобода, حرية, paz, paix, frieden, pace, "
    "мир, سلام, esperanza, espoir, hoffnung, speranza, esperança, надежда, أمل, tristeza, tristesse, "
    "traurigkeit, tristezza, грусть, حزن, sueño, rêve, traum, sogno, sonho, мечта, حلم, tiempo, zeit, "
    "vida, leben, vita, жизнь, حياة, alegría, joie, freude, gioia, alegria, радость, فرح, soledad, "
    "solitude, einsamkeit, одиночество, وحدة"
)

CJK: dict[Subject | Setting | Style | Light | Mood | Tint, str] = {
    Subject.CAT: "猫咪 猫 貓 ねこ ネコ 子猫 小猫 虎 狮子 ライオン",
    Subject.DOG: "小狗 狗 犬 子犬 いぬ イヌ",
    Subject.FOX: "狐狸 狐 キツネ きつね 狼 オオカミ",
    Subject.RABBIT: "兔子 兔 うさぎ ウサギ",
    Subject.BEAR: "熊猫 熊 くま クマ パンダ 猴子",
    Subject.OWL: "猫头鹰 フクロウ",
    Subject.BIRD: "小鸟 鸟 鳥 とり 天鹅 白鳥 鸽子 鶴 鹤",
    Subject.PENGUIN: "企鹅 ペンギン",
    Subject.FISH: "金鱼 金魚 鱼 魚 さかな",
    Subject.WHALE: "鲸鱼 鲸 鯨 クジラ 海豚 イルカ",
    Subject.TURTLE: "乌龟 龟 亀 カメ",
    Subject.BUTTERFLY: "蝴蝶 蝶 ちょうちょ 蜜蜂",
    Subject.HORSE: "马 馬 うま ウマ 鹿 独角兽",
    Subject.ELEPHANT: "大象 象 ゾウ",
    Subject.DRAGON: "恐龙 恐竜 龙 竜 龍 ドラゴン 蛇",
    Subject.HOUSE: "房子 房屋 家 いえ 小屋",
    Subject.CASTLE: "城堡 お城 城 塔 寺",
    Subject.LIGHTHOUSE: "灯塔 灯台",
    Subject.WINDMILL: "风车 風車",
    Subject.TREE: "大树 树木 树 樹 木",
    Subject.FLOWER: "花朵 鲜花 玫瑰 桜 樱花 花 はな バラ ひまわり 向日葵",
    Subject.MUSHROOM: "蘑菇 キノコ きのこ",
    Subject.CACTUS: "仙人掌 サボテン",
    Subject.CAR: "汽车 车子 轿车 车 車 くるま",
    Subject.BICYCLE: "自行车 自転車",
    Subject.TRAIN: "火车 列車 电车 電車",
    Subject.BOAT: "帆船 小船 船 ふね ボート",
    Subject.ROCKET: "火箭 ロケット 飞机 飛行機 宇宙船",
    Subject.BALLOON: "气球 風船 热气球 気球",
    Subject.TEAPOT: "茶壶 急須 茶 咖啡 コーヒー",
    Subject.CAKE: "蛋糕 ケーキ",
    Subject.FRUIT: "水果 果物 苹果 りんご リンゴ 香蕉 草莓 いちご",
    Subject.GUITAR: "吉他 ギター 音乐 音楽",
    Subject.ROBOT: "机器人 ロボット",
    Subject.HEART: "心形 爱心 ハート 心",
    Subject.PORTRAIT: "女人 男人 女孩 男孩 女性 男性 少女 少年 女の子 男の子 人物 孩子 子供 肖像 人",
    Subject.LANDSCAPE: "风景 風景 山水 景色 湖 川 河",
    Setting.FOREST: "森林 森 树林",
    Setting.MOUNTAINS: "山脉 高山 山",
    Setting.BEACH: "大海 海滩 海边 海岸 海 うみ ビーチ",
    Setting.DESERT: "沙漠 砂漠",
    Setting.CITY: "城市 都市 街道 街 東京 东京",
    Setting.SNOW: "雪地 雪 冬天 冬",
    Setting.SPACE: "太空 宇宙 月球 星球",
    Setting.UNDERWATER: "水下 海底 水中",
    Setting.GARDEN: "花园 庭園 庭 公园 公園",
    Setting.ROOM: "房间 部屋 厨房 室内 台所",
    Setting.CLOUDS: "天空 云 雲 空",
    Setting.MEADOW: "草原 草地",
    Style.WATERCOLOUR: "水彩画 水彩",
    Style.INK: "水墨画 水墨 素描",
    Light.DAY: "太阳 太陽 白天",
    Light.GOLDEN: "日落 夕阳 夕日 夕焼け 黄昏 日出",
    Light.NIGHT: "夜晚 星空 月亮 夜 月 星星 星",
    Light.MIST: "雾 霧",
    Light.AURORA: "极光 オーロラ",
    Light.STORM: "暴风雨 下雨 雨 嵐 闪电",
    Mood.JOYFUL: "快乐 开心 楽しい 嬉しい",
    Mood.MELANCHOLIC: "悲伤 悲しい 寂しい 孤独",
    Mood.CALM: "安静 静か 平静",
    Tint.WHITE: "白色 白い 白",
    Tint.BLACK: "黑色 黒い 黑 黒",
    Tint.GREY: "灰色 灰",
    Tint.RED: "红色 赤い 红 赤 紅",
    Tint.YELLOW: "黄色い 黄色 黄",
    Tint.GREEN: "绿色 緑色 绿 緑",
    Tint.BLUE: "蓝色 青い 蓝 青",
    Tint.PURPLE: "紫色 紫",
    Tint.PINK: "粉色 ピンク",
    Tint.BROWN: "棕色 茶色",
    Tint.GOLD: "金色",
}

CJK_ABSTRACT = "爱情 爱 愛 幸福 自由 和平 平和 希望 梦想 梦 夢 时间 時間 友情 友谊 人生 生命 命运"

CJK_COUNTS = {1: "一只 一個 一个 一匹 一", 2: "两只 两个 两 二匹 二", 3: "三只 三个 三匹 三"}

CJK_PLAIN = (
    "的 在 上 里 中 下 和 与 是 有 了 着 一幅 一张 一条 一朵 一座 一艘 "
    "只 个 匹 张 幅 请 画 图 图片 照片 我 想 要 の と は が を "
    "に で も へ や な い た て る だ です ます する いる ある 絵 描いて "
    "上の 大きな 小さな 小さい 可愛い かわいい 可爱 漂亮 美丽 大 小 那 这 座 艘 条 朵 イラスト "
    "写真 画像 お ください"
)
